//! What a path names may be no file: a pipe that nobody writes into, a device without end, a socket, a circle of links. Every
//! verb says so, and none waits.

use std::{
    fs::File,
    os::unix::{ffi::OsStrExt, fs::symlink, net::UnixListener},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::program::Desk;

/// How long a verb may take to refuse.
const SOON: Duration = Duration::from_secs(8);

/// A desk with a pipe `pipe.csv`, a socket, a circle of links, and a folder that holds them beside a file of sales.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("s.csv", "date;produit;quantité;montant\n2026-01-02;Pain;1;3,00\n");
    let folder = desk.path("folder");
    std::fs::create_dir(&folder).unwrap();
    for place in [desk.path("pipe.csv"), folder.join("pipe.csv")] {
        assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
    }
    UnixListener::bind(desk.path("socket")).unwrap();
    symlink("circle.csv", desk.path("circle.csv")).unwrap();
    symlink(&folder, folder.join("again")).unwrap();
    std::fs::copy(desk.path("s.csv"), folder.join("s.csv")).unwrap();
    desk
}

/// Runs the program until it ends or has taken too long: its exit code and what it said.
fn ended(command: &mut Command) -> (Option<i32>, String) {
    let begun = Instant::now();
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > SOON {
            child.kill().unwrap();
            child.wait().unwrap();
            return (None, "it waits".to_owned());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_verb_refuses_what_is_no_file_at_once_and_says_what_it_is() {
    let desk = desk();
    let verbs: [&[&str]; 6] = [
        &["import", "PATH"],
        &["forecast", "--input", "PATH"],
        &["db", "restore", "PATH"],
        &["--db", "PATH", "db", "check"],
        &["--db", "PATH", "analyse"],
        &["db", "serve", "--listen", "127.0.0.1:0", "--tls-cert", "PATH", "--tls-key", "PATH"],
    ];
    for path in ["pipe.csv", "/dev/zero", "socket", "circle.csv"] {
        for verb in verbs {
            let verb = verb.iter().map(|arg| if *arg == "PATH" { path } else { arg });
            let (code, told) = ended(desk.command(&[]).args(verb.clone()));
            let verb: Vec<&str> = verb.collect();
            assert_eq!(code, Some(1), "{verb:?}: {told}");
            assert!(told.contains("Erreur : ") && told.contains("Que faire : "), "{verb:?}: {told}");
            assert!(!told.contains("os error"), "{verb:?}: {told}");
            if verb[0] == "import" && path != "circle.csv" {
                let is_pipe = path == "pipe.csv";
                let kind = if is_pipe { "aucun programme n’écrit" } else { "un périphérique" };
                assert!(told.contains(kind), "{verb:?}: {told}");
            }
        }
        for name in ["COMPTOIR_DB_TOKEN_FILE", "COMPTOIR_DB_CA"] {
            let mut command = desk.command(&[]);
            let remote = name.ends_with("CA");
            command.env(name, path).args(if remote {
                ["--db", "https://127.0.0.1:1", "analyse", "--json"]
            } else {
                ["db", "serve", "--listen", "127.0.0.1:0"]
            });
            let (code, told) = ended(&mut command);
            assert!(matches!(code, Some(1 | 2)) && told.contains(name), "{name}={path}: {told}");
        }
    }
}

#[test]
fn a_folder_is_imported_without_the_pipes_and_the_circles_in_it() {
    let desk = desk();
    let run = desk.run(&["import", "folder"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("pipe.csv (n’est pas un fichier de données)"), "{}", run.err);
    assert_eq!(desk.rows("select count(*) from sales"), ["1"]);
}

#[test]
fn what_another_program_writes_is_read_from_standard_input_and_its_names() {
    let desk = desk();
    for name in ["-", "/dev/stdin", "/dev/fd/0"] {
        let mut command = desk.command(&[]);
        command.args(["import", name]).stdin(File::open(desk.path("s.csv")).unwrap());
        let (code, told) = ended(&mut command);
        assert_eq!(code, Some(0), "{name}: {told}");
        let mut cat = Command::new("cat").arg(desk.path("s.csv")).stdout(Stdio::piped()).spawn().unwrap();
        let mut command = desk.command(&[]);
        command.args(["import", name]).stdin(cat.stdout.take().unwrap());
        let (code, told) = ended(&mut command);
        cat.wait().unwrap();
        assert_eq!(code, Some(0), "{name}: {told}");
        let mut command = desk.command(&[]);
        command.args(["import", name]).stdin(File::open("/dev/zero").unwrap());
        let (code, told) = ended(&mut command);
        assert!(code == Some(1) && told.contains("un périphérique"), "{name}: {told}");
    }
    assert_eq!(desk.rows("select count(*) from sales"), ["1"]);
}

#[test]
fn an_argument_that_is_no_text_is_refused_in_words() {
    let desk = Desk::new();
    let (code, told) = ended(desk.command(&[]).arg("import").arg(std::ffi::OsStr::from_bytes(b"v\xe9.csv")));
    assert!(code == Some(2) && told.contains("UTF-8") && told.contains("Que faire : "), "{told}");
}

#[test]
fn nothing_is_written_into_a_pipe_that_nobody_reads() {
    let desk = desk();
    desk.write("y.csv", "ds,y\n2026-01-01,1\n2026-01-02,2\n2026-01-03,3\n2026-01-04,4\n");
    let (code, told) = ended(desk.command(&[]).args([
        "forecast",
        "--input",
        "y.csv",
        "--model",
        "naive",
        "--horizon",
        "2",
        "-o",
        "pipe.csv",
    ]));
    assert!(code == Some(1) && told.contains("un tube"), "{told}");
}
