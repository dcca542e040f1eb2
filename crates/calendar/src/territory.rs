//! The parts of France that have holidays of their own.

/// A part of France with holidays of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Territory {
    /// Everywhere else.
    #[default]
    Metropolitan,
    /// Bas-Rhin, Haut-Rhin and Moselle.
    AlsaceMoselle,
    /// 971.
    Guadeloupe,
    /// 972.
    Martinique,
    /// 973.
    Guyane,
    /// 974.
    Reunion,
    /// 976.
    Mayotte,
    /// 977.
    SaintBarthelemy,
    /// 978.
    SaintMartin,
    /// 986.
    WallisFutuna,
    /// 987.
    Polynesia,
    /// 988.
    NewCaledonia,
}

impl Territory {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Metropolitan,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::WallisFutuna,
        Self::Polynesia,
        Self::NewCaledonia,
    ];

    /// The territory of a postcode, or of the number of a department: `67000`, `67`, `974`.
    ///
    /// Only the digits at the beginning count (`57000 METZ`). A postcode that has lost its leading zero is not mistaken
    /// for another department's: `5700` is not in Moselle.
    pub fn of_postcode(postcode: &str) -> Self {
        let length = postcode.bytes().take_while(u8::is_ascii_digit).count();
        let number = &postcode[..length];
        let is_overseas = number.starts_with("97") || number.starts_with("98");
        let department = match length {
            2 | 3 => number,
            5 if is_overseas => &number[..3],
            5 => &number[..2],
            _ => "",
        };
        match (number, department) {
            // These two have postcodes of Guadeloupe, of which they were a part until 2007.
            ("97133", _) | (_, "977") => Self::SaintBarthelemy,
            ("97150", _) | (_, "978") => Self::SaintMartin,
            (_, "57" | "67" | "68") => Self::AlsaceMoselle,
            (_, "971") => Self::Guadeloupe,
            (_, "972") => Self::Martinique,
            (_, "973") => Self::Guyane,
            (_, "974") => Self::Reunion,
            (_, "976") => Self::Mayotte,
            (_, "986") => Self::WallisFutuna,
            (_, "987") => Self::Polynesia,
            (_, "988") => Self::NewCaledonia,
            _ => Self::Metropolitan,
        }
    }

    /// The territory of a whole region, by its INSEE code: where only a part has holidays of its own (Grand Est), that
    /// of the rest.
    pub fn of_region(insee_code: &str) -> Self {
        match insee_code {
            "01" => Self::Guadeloupe,
            "02" => Self::Martinique,
            "03" => Self::Guyane,
            "04" => Self::Reunion,
            "06" => Self::Mayotte,
            _ => Self::Metropolitan,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_or_a_department_tells_the_territory() {
        for (postcode, territory) in [
            ("75001", Territory::Metropolitan),
            ("67000", Territory::AlsaceMoselle),
            ("57000 METZ", Territory::AlsaceMoselle),
            ("68", Territory::AlsaceMoselle),
            ("54000", Territory::Metropolitan),
            ("5700", Territory::Metropolitan),
            ("20000", Territory::Metropolitan),
            ("97133", Territory::SaintBarthelemy),
            ("97150", Territory::SaintMartin),
            ("97110", Territory::Guadeloupe),
            ("974", Territory::Reunion),
            ("97400", Territory::Reunion),
            ("98800", Territory::NewCaledonia),
            ("97500", Territory::Metropolitan),
            ("", Territory::Metropolitan),
            ("é", Territory::Metropolitan),
            ("67é00", Territory::AlsaceMoselle),
        ] {
            assert_eq!(Territory::of_postcode(postcode), territory, "{postcode}");
        }
    }

    #[test]
    fn of_the_eighteen_regions_five_have_days_of_their_own() {
        let of = |code: &str| Territory::of_region(code);
        assert_eq!(
            ["01", "02", "03", "04", "06"].map(of),
            [
                Territory::Guadeloupe,
                Territory::Martinique,
                Territory::Guyane,
                Territory::Reunion,
                Territory::Mayotte,
            ]
        );
        // Grand Est: most of it has no more holidays than the rest of the country.
        assert!(["11", "44", "94", ""].into_iter().all(|code| of(code) == Territory::Metropolitan));
    }
}
