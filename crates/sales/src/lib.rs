#![doc = include_str!("../README.md")]

mod book;
mod cause;
mod diagnostic;
mod fold;
mod money;
mod places;
mod region;
mod sale;
mod sink;
mod target;
mod unknown_name;

pub use book::{FoldedIds, NextIds, SalesBook};
pub use cause::Cause;
pub use diagnostic::{Diagnostic, Facts, amount_fact};
pub use fold::fold;
pub use money::{Money, NotADecimal, Quantity};
pub use places::{KeptSales, MovedStore, Moving, StoreMove, UtcHour, place_on};
pub use region::Region;
pub use sale::{Product, Sale, SaleKind, Store, Table};
pub use sink::{
    Chunk, Clash, HeldBack, ImportMode, ImportOutcome, Lined, MissingSale, NewImport, Reject, SaleSink,
};
pub use target::{Aim, Target};
pub use unknown_name::UnknownName;
