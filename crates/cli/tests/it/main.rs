//! The program as people use it: commands, files, services.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod analyse;
mod answers;
mod architecture;
mod bad_input;
mod care;
mod causes;
mod connections;
mod currency;
mod databases;
mod demo;
mod downloads;
mod drafts;
mod errors;
mod events;
mod files;
mod forecast;
mod gaps;
mod identity;
mod import;
mod kills;
mod ledger;
mod leftovers;
mod manual;
mod mistakes;
mod openapi;
mod places;
mod program;
mod protection;
mod readme;
mod rejects;
mod sequences;
mod services;
mod several;
mod shapes;
mod soak;
#[cfg(unix)]
mod special_files;
mod sql;
mod tags;
mod targets;
mod truths;
mod why;
