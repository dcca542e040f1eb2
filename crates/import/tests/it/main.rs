//! Files as people have them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod columns;
mod corpus;
mod late;
mod laws;
mod parts;
mod permutations;
mod shop;
mod sources;
mod zones;
