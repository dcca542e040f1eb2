//! Columns as narrow as their values allow: memory is what a pass waits for.

use std::ops::Range;

/// Places in a dimension.
#[derive(Debug)]
pub(super) enum Codes {
    /// Of less than 65 536.
    Short(Vec<u16>),
    /// Of more.
    Long(Vec<u32>),
}

/// Amounts or quantities in ten-thousandths.
#[derive(Debug)]
pub(super) enum Parts {
    /// None beyond ±214 748.
    Narrow(Vec<i32>),
    /// Some beyond.
    Wide(Vec<i64>),
}

impl Codes {
    /// So many zeros, wide enough for the places of so many members.
    pub(super) fn zeros(count: usize, members: usize) -> Self {
        if members > usize::from(u16::MAX) { Self::Long(vec![0; count]) } else { Self::Short(vec![0; count]) }
    }

    /// Puts a code that it is wide enough for.
    pub(super) fn put(&mut self, place: usize, code: u32) {
        match self {
            Self::Short(codes) => codes[place] = code as u16,
            Self::Long(codes) => codes[place] = code,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Short(codes) => std::mem::size_of_val(codes.as_slice()),
            Self::Long(codes) => std::mem::size_of_val(codes.as_slice()),
        }
    }

    /// Orders some of its values anew.
    pub(super) fn permute(&mut self, rows: Range<usize>, order: &[usize]) {
        match self {
            Self::Short(codes) => permute(&mut codes[rows], order),
            Self::Long(codes) => permute(&mut codes[rows], order),
        }
    }

    /// The code of a sale.
    pub(super) fn at(&self, place: usize) -> u32 {
        match self {
            Self::Short(codes) => u32::from(codes[place]),
            Self::Long(codes) => codes[place],
        }
    }
}

impl Parts {
    /// So many zeros, wide enough for values of that size.
    pub(super) fn zeros(count: usize, magnitude: Magnitude) -> Self {
        if i32::try_from(magnitude.largest).is_ok() {
            Self::Narrow(vec![0; count])
        } else {
            Self::Wide(vec![0; count])
        }
    }

    /// Puts a value that it is wide enough for.
    pub(super) fn put(&mut self, place: usize, value: i64) {
        match self {
            Self::Narrow(parts) => parts[place] = value as i32,
            Self::Wide(parts) => parts[place] = value,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Narrow(parts) => parts.len(),
            Self::Wide(parts) => parts.len(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Narrow(parts) => std::mem::size_of_val(parts.as_slice()),
            Self::Wide(parts) => std::mem::size_of_val(parts.as_slice()),
        }
    }

    /// Orders some of its values anew.
    pub(super) fn permute(&mut self, rows: Range<usize>, order: &[usize]) {
        match self {
            Self::Narrow(parts) => permute(&mut parts[rows], order),
            Self::Wide(parts) => permute(&mut parts[rows], order),
        }
    }

    /// The value of a sale.
    pub(super) fn at(&self, place: usize) -> i64 {
        match self {
            Self::Narrow(parts) => i64::from(parts[place]),
            Self::Wide(parts) => parts[place],
        }
    }
}

/// How large the values of a column are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Magnitude {
    largest: u64,
    /// The sum of all without their signs.
    total: u128,
}

impl Magnitude {
    pub(super) fn take(&mut self, part: i64) {
        self.largest = self.largest.max(part.unsigned_abs());
        // Without signs, since any part of the sales may be asked for: a sum of gains alone must fit as well.
        self.total += u128::from(part.unsigned_abs());
    }

    /// That of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self { largest: self.largest.max(other.largest), total: self.total + other.total }
    }

    /// Whether no sum of some of the values leaves 64 bits.
    pub(super) fn fits(self) -> bool {
        self.total <= i64::MAX as u128
    }
}

/// Puts at each place the value that stood at the one which the order names.
pub(super) fn permute<T: Copy>(values: &mut [T], order: &[usize]) {
    let before = values.to_vec();
    values.iter_mut().zip(order).for_each(|(value, at)| *value = before[*at]);
}
