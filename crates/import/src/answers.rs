//! What answers a question about a whole file, for those who ask it without a command line.

use comptoir_sales::Table;

use crate::{Field, ImportError, SideBySideKind};

/// An answer: roles of columns, the currency of the database, or what columns side by side are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAnswer {
    /// The headers of the columns of roles.
    pub map: Vec<(Field, String)>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// What columns of one figure side by side are of.
    pub side_by_side: Option<SideBySideKind>,
}

impl ImportError {
    /// The answers that may be meant, each of which lets the file be read; none where there is no such question.
    pub fn answers(&self) -> Vec<FileAnswer> {
        let of_columns = |map: Vec<(Field, String)>| vec![FileAnswer { map, ..FileAnswer::default() }];
        match self {
            Self::MixedCurrencies { found, other, .. } => {
                let of = |code: &String| FileAnswer { currency: Some(code.clone()), ..FileAnswer::default() };
                vec![of(found), of(other)]
            }
            Self::UnknownReferences { table, column, flags, .. } if !flags.is_empty() => {
                let field = if *table == Table::Stores { Field::Store } else { Field::Name };
                of_columns(vec![(field, column.clone())])
            }
            Self::DebitsAndCredits { columns, flags, .. } if !flags.is_empty() => {
                of_columns([Field::Debit, Field::Credit].into_iter().zip(columns.iter().cloned()).collect())
            }
            Self::OtherBook { amount: Some(amount), .. } => of_columns(vec![amount.clone()]),
            Self::SideBySide { choices, .. } => choices
                .iter()
                .map(|choice| FileAnswer {
                    map: choice.figure.iter().cloned().collect(),
                    side_by_side: choice.kind,
                    currency: None,
                })
                .collect(),
            _ => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SideBySideChoice;

    #[test]
    fn what_columns_side_by_side_may_be_are_answers() {
        let choice = |kind, figure: Option<(Field, String)>| SideBySideChoice { kind, figure };
        let asked = ImportError::SideBySide {
            source_name: "f".into(),
            columns: vec!["Pain".into(), "Miel".into()],
            choices: vec![
                choice(Some(SideBySideKind::Stores), None),
                choice(None, Some((Field::Amount, "Ventes".into()))),
            ],
        };
        let answers = asked.answers();
        assert_eq!(answers[0].side_by_side, Some(SideBySideKind::Stores));
        assert_eq!((answers[1].side_by_side, answers[1].map.len()), (None, 1));
    }

    #[test]
    fn each_currency_of_a_file_is_an_answer_and_a_bank_statement_has_none() {
        let mixed = ImportError::MixedCurrencies {
            source_name: "f".into(),
            found: "EUR".into(),
            other: "CHF".into(),
        };
        let currencies: Vec<_> = mixed.answers().into_iter().filter_map(|answer| answer.currency).collect();
        assert_eq!(currencies, ["EUR", "CHF"]);
        let columns = vec!["Débit".to_owned(), "Crédit".to_owned()];
        let of = |flags: &str| ImportError::DebitsAndCredits {
            source_name: "f".into(),
            columns: columns.clone(),
            flags: flags.into(),
        };
        assert_eq!(of("").answers(), []);
        let roles = [(Field::Debit, "Débit".to_owned()), (Field::Credit, "Crédit".to_owned())];
        assert_eq!(of("--map …").answers()[0].map, roles);
    }
}
