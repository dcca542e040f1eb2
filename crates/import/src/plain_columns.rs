//! Numbers and dates of columns that are not of sales, read as an import reads them: which sign is the decimal mark, and
//! whether the day or the month comes first, is decided for the whole column from all its values.

use comptoir_calendar::Date;

use crate::{
    dates::{DateOrder, DateReader, Orders},
    numbers::{DecimalMark, Marks, NumberReader},
    record::Cell,
};

/// A value of a column that can be read in more than one way, or only in another way than one before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} does not say alone how it is read")]
pub struct AmbiguousValue {
    /// The value as it is written.
    pub value: String,
}

/// What the values of a column say about how its numbers are written.
#[derive(Debug, Default)]
pub struct NumberSurvey {
    marks: Marks,
}

impl NumberSurvey {
    /// Takes note of a value.
    pub fn learn(&mut self, text: &str) {
        if of_powers(text).is_none() {
            self.marks.learn(Cell::text(text));
        }
    }

    /// How the column is read: by the mark that is named, else by that of its values, else by the usual one.
    ///
    /// # Errors
    /// A value that is another number with either mark, or that needs another mark than one before it.
    pub fn decided(
        mut self,
        named: Option<DecimalMark>,
        usual: Option<DecimalMark>,
    ) -> Result<NumberColumn, AmbiguousValue> {
        if let Some(value) = self.marks.contradiction.take().filter(|_| named.is_none()) {
            return Err(AmbiguousValue { value });
        }
        self.marks.decided = named.or(self.marks.decided).or(usual);
        if let Some(value) = self.marks.question() {
            return Err(AmbiguousValue { value: value.to_owned() });
        }
        Ok(NumberColumn { reader: NumberReader::new(&self.marks, true) })
    }
}

/// Reads the numbers of a column.
#[derive(Debug)]
pub struct NumberColumn {
    reader: NumberReader,
}

impl NumberColumn {
    /// The number, of any size; `None` where a value is not one.
    pub fn read(&mut self, text: &str) -> Option<f64> {
        let number = match of_powers(text) {
            Some(number) => number,
            None => self.reader.read_float(Cell::text(text)).ok()?,
        };
        number.is_finite().then_some(number)
    }
}

/// A number with a power of ten, as programs write them: `1.2e-7`.
fn of_powers(text: &str) -> Option<f64> {
    let is_one = text.contains(['e', 'E']) && text.contains(|sign: char| sign.is_ascii_digit());
    text.trim().parse().ok().filter(|_| is_one)
}

/// What the values of a column say about how its dates are written.
#[derive(Debug, Default)]
pub struct DateSurvey {
    orders: Orders,
}

impl DateSurvey {
    /// Takes note of a value.
    pub fn learn(&mut self, text: &str) {
        self.orders.learn(Cell::text(text));
    }

    /// How the column is read: in the order that is named, else in that of its values, else in the usual one.
    ///
    /// # Errors
    /// A value that is another day in another order.
    pub fn decided(
        &self,
        named: Option<DateOrder>,
        usual: Option<DateOrder>,
    ) -> Result<DateColumn, AmbiguousValue> {
        match self.orders.question(usual).filter(|_| named.is_none()) {
            Some(value) => Err(AmbiguousValue { value: value.to_owned() }),
            None => Ok(DateColumn { reader: DateReader::new(&self.orders, named, usual) }),
        }
    }
}

/// Reads the dates of a column.
#[derive(Debug)]
pub struct DateColumn {
    reader: DateReader,
}

impl DateColumn {
    /// The day; `None` where a value is not one.
    pub fn read(&mut self, text: &str) -> Option<Date> {
        self.reader.read(Cell::text(text)).ok().map(|moment| moment.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(values: &[&str], usual: Option<DecimalMark>) -> Result<Vec<Option<f64>>, AmbiguousValue> {
        let mut inference = NumberSurvey::default();
        for value in values {
            inference.learn(value);
        }
        let mut column = inference.decided(None, usual)?;
        Ok(values.iter().map(|value| column.read(value)).collect())
    }

    #[test]
    fn one_value_decides_the_mark_of_all() {
        assert_eq!(numbers(&["1.200", "12,5"], None), Ok(vec![Some(1200.0), Some(12.5)]));
        assert_eq!(numbers(&["1.200", "12.5"], None), Ok(vec![Some(1.2), Some(12.5)]));
        assert_eq!(numbers(&["1 200,50 €", "(3,00)"], None), Ok(vec![Some(1200.5), Some(-3.0)]));
    }

    #[test]
    fn what_nothing_decides_is_a_question_unless_there_is_a_usual_mark() {
        assert_eq!(numbers(&["1.200", "1.300"], None), Err(AmbiguousValue { value: "1.200".to_owned() }));
        assert_eq!(numbers(&["1.200"], Some(DecimalMark::Point)), Ok(vec![Some(1.2)]));
        assert_eq!(
            numbers(&["1,5", "1.5"], Some(DecimalMark::Point)),
            Err(AmbiguousValue { value: "1.5".to_owned() })
        );
    }

    #[test]
    fn numbers_of_any_size_keep_all_their_digits() {
        let values = ["1e100", "1.5E-300", "0.000000000000123", "123456789012345678901234567890", "-0.5"];
        let read = [1e100, 1.5e-300, 0.000_000_000_000_123, 123_456_789_012_345_678_901_234_567_890.0, -0.5];
        assert_eq!(numbers(&values, None), Ok(read.map(Some).to_vec()));
        assert_eq!(numbers(&["1e999", "inf", "x", "12 kg"], None), Ok(vec![None; 4]));
    }

    #[test]
    fn a_day_after_the_twelfth_decides_the_order_of_all() {
        let days = |values: &[&str], usual| {
            let mut inference = DateSurvey::default();
            for value in values {
                inference.learn(value);
            }
            let mut column = inference.decided(None, usual)?;
            Ok(values.iter().map(|value| column.read(value).map(|day| day.to_string())).collect())
        };
        let read = |days: [&str; 2]| Ok::<_, AmbiguousValue>(days.map(|day| Some(day.to_owned())).to_vec());
        assert_eq!(days(&["03/04/2024", "13/04/2024"], None), read(["2024-04-03", "2024-04-13"]));
        assert_eq!(days(&["03/04/2024", "04/13/2024"], None), read(["2024-03-04", "2024-04-13"]));
        assert_eq!(
            days(&["03/04/2024", "04/04/2024"], None),
            Err(AmbiguousValue { value: "03/04/2024".to_owned() })
        );
        let usual = Some(DateOrder::DayMonthYear);
        assert_eq!(days(&["03/04/2024", "04/04/2024"], usual), read(["2024-04-03", "2024-04-04"]));
    }
}
