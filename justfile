# The commands of CONTRIBUTING.md by name; `just --list`.

# All tests of the workspace.
test:
    cargo test --workspace

# The tests of one crate: just crate import
crate name:
    cargo test -p comptoir-{{name}}

# One test of the program: just program import
program name:
    cargo test -p comptoir --test it {{name}}

# Format, clippy and documentation, as CI checks them.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

# The program with its demonstration.
demo:
    cargo run --release -- demo

# Attacks on both services, with a debug program.
attacks:
    cargo build
    python3 tests/attacks/run.py target/debug/comptoir

# Figures of a made-up chain, against DuckDB.
figures:
    cargo build
    bash tests/figures/run.sh target/debug/comptoir

# Third-party clients of the Database Service.
clients:
    cargo build
    bash tests/clients/run.sh "$PWD/target/debug/comptoir"

# Everything that must hold before a change lands.
ci:
    .ci/run

# What takes an hour.
long:
    .ci/long

# What a release holds, into a folder.
release folder:
    tools/release/release.sh {{folder}}
