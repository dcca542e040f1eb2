//! Columns as narrow as their values allow: memory is what a pass waits for.

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
    /// Codes below `count`.
    pub(super) fn new(codes: Vec<u32>, count: usize) -> Self {
        if count > usize::from(u16::MAX) {
            return Self::Long(codes);
        }
        // All are below the count.
        Self::Short(codes.into_iter().map(|code| code as u16).collect())
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Short(codes) => std::mem::size_of_val(codes.as_slice()),
            Self::Long(codes) => std::mem::size_of_val(codes.as_slice()),
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
    pub(super) fn new(parts: Vec<i64>) -> Self {
        let narrow: Option<Vec<i32>> = parts.iter().map(|part| i32::try_from(*part).ok()).collect();
        narrow.map_or(Self::Wide(parts), Self::Narrow)
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

    /// The value of a sale.
    pub(super) fn at(&self, place: usize) -> i64 {
        match self {
            Self::Narrow(parts) => i64::from(parts[place]),
            Self::Wide(parts) => parts[place],
        }
    }
}
