//! What became of every line of a file, in lines and in money.

use std::collections::BTreeMap;

use comptoir_sales::Money;

use crate::AsideKind;

/// Lines of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub lines: u64,
    /// What they state, as it stands in the file.
    pub stated: Money,
    /// What they are counted as: zero for lines that are set aside or refused.
    pub counted: Money,
}

/// The outcome of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A line that is kept, by its kind: `sale`, `return`, `discount`, … or of products, stores or targets `record`.
    Kept(&'static str),
    /// Set aside.
    Aside(AsideKind),
    /// Refused.
    Refused,
}

impl Class {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept(kind) => kind,
            Self::Aside(kind) => kind.name(),
            Self::Refused => "refused",
        }
    }
}

/// What became of every line below the header: the parts add up to all lines and to all that they state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    parts: BTreeMap<Class, Part>,
    /// How many totals of the file, or tables of payments in it, are the sums of its lines.
    pub confirmed: u64,
    /// The first thousand totals of the file that are the sum of nothing in it: the line, and what it states.
    pub contradicted: Vec<(u64, Money)>,
    /// Whether days, or what is of an order, stood on the first line only and were read into those below.
    pub filled: Vec<String>,
}

impl Account {
    /// Takes a line in.
    pub(crate) fn add(&mut self, class: Class, stated: Money, counted: Money) {
        let part = self.parts.entry(class).or_default();
        part.lines += 1;
        part.stated = part.stated + stated;
        part.counted = part.counted + counted;
    }

    /// Each class that has lines: what is kept, what is set aside, what is refused.
    pub fn parts(&self) -> impl Iterator<Item = (Class, Part)> {
        self.parts.iter().map(|(class, part)| (*class, *part))
    }

    /// All lines.
    pub fn whole(&self) -> Part {
        self.parts.values().fold(Part::default(), |whole, part| Part {
            lines: whole.lines + part.lines,
            stated: whole.stated + part.stated,
            counted: whole.counted + part.counted,
        })
    }
}
