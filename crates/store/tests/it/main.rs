//! One story, told to the embedded database and through the Database Service.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod allowed;
mod by_hand;
mod care;
mod hostile;
mod imports;
mod load_values;
mod loading;
mod loads;
mod protocol;
mod ranges;
mod rejects;
mod service;
mod sides;
mod story;
mod streams;
mod transactions;
mod undo;
