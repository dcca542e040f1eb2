//! What a value must be for figures to be made of it.

/// The rule of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRule {
    /// A day as `YYYY-MM-DD`, from 1970 to 2199.
    Day,
    /// A month as `YYYY-MM`, of the same years.
    Month,
    /// A number, at most 1e12 either way from zero.
    Number,
    /// A text of 16 KiB at most.
    Text,
}

impl ValueRule {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Number, Self::Text];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Number => "number",
            Self::Text => "text",
        }
    }

    /// The rule of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

impl std::fmt::Display for ValueRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Day => "a day as YYYY-MM-DD, from 1970 to 2199",
            Self::Month => "a month as YYYY-MM, from 1970 to 2199",
            Self::Number => "a number, at most 1e12",
            Self::Text => "a text of 16 KiB at most",
        })
    }
}
