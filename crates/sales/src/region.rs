//! The eighteen regions of France, found by name, code, postcode or city.
//!
//! Names and codes of regions and departments: INSEE, Code officiel géographique (Licence Ouverte), through
//! `@etalab/decoupage-administratif`. Codes of subdivisions: ISO 3166-2:FR, those of the regions before 2016 too.

mod spelling;

use std::{cmp::Reverse, collections::HashMap, sync::LazyLock};

/// A region of France.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    code: &'static str,
    name: &'static str,
}

/// The geography of France, one table per file: lines below a header, without quotes.
const REGIONS_TABLE: &str = include_str!("../data/regions.csv");
const DEPARTMENTS_TABLE: &str = include_str!("../data/departments.csv");
const OTHER_NAMES_TABLE: &str = include_str!("../data/other_names.csv");
const ISO_CODES_TABLE: &str = include_str!("../data/iso_codes.csv");
const CITIES_TABLE: &str = include_str!("../data/cities.csv");
const POSTCODES_TABLE: &str = include_str!("../data/postcodes.csv");

static REGIONS: LazyLock<Vec<Region>> =
    LazyLock::new(|| rows(REGIONS_TABLE).map(|[code, name]| Region { code, name }).collect());

static BY_NAME: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    names().filter_map(|(name, code)| Some((spelling::name(&name), official(code)?))).collect()
});

static BY_CODE: LazyLock<HashMap<String, Region>> =
    LazyLock::new(|| codes().filter_map(|(written, code)| Some((written, official(code)?))).collect());

static BY_CITY: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    rows(CITIES_TABLE).filter_map(|[city, code]| Some((spelling::city(city), official(code)?))).collect()
});

/// Postcode prefixes, the longer (the exceptions) before the shorter.
static BY_POSTCODE: LazyLock<Vec<[&str; 2]>> = LazyLock::new(|| {
    let mut prefixes: Vec<_> = rows(POSTCODES_TABLE).collect();
    prefixes.sort_by_key(|[prefix, _]| Reverse(prefix.len()));
    prefixes
});

impl Region {
    /// All eighteen, by code.
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// The INSEE code, two digits: `11` for Île-de-France.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The official name in French.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The region of a place by all that is written about it: by its region's name or code; where these say nothing, by
    /// its postcode; where that says nothing, by its city.
    ///
    /// `postcode` must be `None` for a place outside France: `10115` is a postcode of Berlin and of the Aube.
    ///
    /// A number as `region` is the INSEE code of a region, unless the postcode begins with it: then it is the number of
    /// the department (`93` with `93200` is Seine-Saint-Denis), and the postcode decides.
    pub fn find(region: Option<&str>, postcode: Option<&str>, city: Option<&str>) -> Option<Self> {
        let postcode = postcode.and_then(spelling::postcode);
        let department = |written: &&str| postcode.as_ref().is_some_and(|digits| numbers(written, digits));
        let region = region.filter(|written| !department(written));
        let named = region.and_then(|written| Self::from_name(written).or_else(|| Self::from_code(written)));
        named.or_else(|| Self::from_postcode(&postcode?)).or_else(|| Self::from_city(city?))
    }

    /// The region of a code: INSEE (`11`), or ISO 3166-2 with or without
    /// its prefix (`FR-IDF`, `IDF`), the codes of departments included.
    ///
    /// Departments are numbered apart from regions: `75` is Nouvelle-Aquitaine among regions and Paris among
    /// departments. A bare number of two digits is therefore always a region's, and `None` where no region has it, even
    /// if a department does: a column of departments is better not read at all than by halves. Behind the prefix of
    /// ISO, which numbers departments only, it is a department's: `FR-75` is Paris.
    pub fn from_code(code: &str) -> Option<Self> {
        BY_CODE.get(&crate::fold(code)).copied()
    }

    /// The region of that name, whatever its case, accents, dashes and spaces.
    ///
    /// Known are the official names, those of the 22 regions before 2016, short forms such as `PACA`, and the names of
    /// departments, alone or with their number (`69 - Rhône`); all of them also behind `région`, `département` and
    /// articles.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = BY_NAME.get(&spelling::name(name));
        found.or_else(|| BY_NAME.get(&spelling::name_without_lead(name))).copied()
    }

    /// The region of a French postcode: `75001`, `F-75001`, `75 001`, `75001 CEDEX 08`, `1000` for `01000`.
    ///
    /// `None` outside the eighteen regions. Whether a place is in France is for the caller to know.
    pub fn from_postcode(postcode: &str) -> Option<Self> {
        let digits = spelling::postcode(postcode)?;
        let [_, code] = BY_POSTCODE.iter().find(|[prefix, _]| digits.starts_with(prefix))?;
        official(code)
    }

    /// The region of a city whose name stands in one region only; `None` for Saint-Denis, which is in two.
    ///
    /// Arrondissements, CEDEX and a postcode beside the name are passed over.
    pub fn from_city(city: &str) -> Option<Self> {
        BY_CITY.get(&spelling::city(city)).copied()
    }
}

/// Whether `written` is the number of the department that a postcode begins with.
fn numbers(written: &str, postcode: &str) -> bool {
    let written = written.trim();
    written.bytes().all(|byte| byte.is_ascii_digit()) && postcode.starts_with(&format!("{written:0>2}"))
}

/// The fields of a table's lines.
fn rows<const FIELDS: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; FIELDS]> {
    table.lines().skip(1).filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

/// The region of that INSEE code as it stands in the tables.
fn official(code: &str) -> Option<Region> {
    REGIONS.iter().find(|region| region.code == code).copied()
}

/// Every name that stands for a region, with the region's code.
fn names() -> impl Iterator<Item = (String, &'static str)> {
    let regions = rows(REGIONS_TABLE).map(|[code, name]| (name.to_owned(), code));
    let others = rows(OTHER_NAMES_TABLE).map(|[name, code]| (name.to_owned(), code));
    // `Nord` alone is what half of all shops call a zone of theirs.
    let is_clear = |name: &str| name != "Nord";
    let departments = rows(DEPARTMENTS_TABLE).flat_map(move |[number, name, code]| {
        let alone = is_clear(name).then(|| name.to_owned());
        let numbered = [format!("{number} {name}"), format!("{name} {number}")];
        numbered.into_iter().chain(alone).map(move |name| (name, code))
    });
    regions.chain(others).chain(departments)
}

/// Every code that stands for a region, folded, with the region's INSEE code.
fn codes() -> impl Iterator<Item = (String, &'static str)> {
    let regions = rows(REGIONS_TABLE).map(|[code, _]| (code.to_owned(), code));
    let departments = rows(DEPARTMENTS_TABLE).map(|[number, _, code]| (number, code));
    let subdivisions =
        departments.chain(rows(ISO_CODES_TABLE).map(|[subdivision, code]| (subdivision, code)));
    regions.chain(subdivisions.flat_map(|(subdivision, code)| {
        let prefixed = crate::fold(&format!("FR-{subdivision}"));
        let bare = stands_alone(subdivision).then(|| crate::fold(subdivision));
        bare.into_iter().chain([prefixed]).map(move |written| (written, code))
    }))
}

/// Whether a code of ISO 3166-2:FR is clear without its prefix: two digits are INSEE's, and one or two letters may be
/// anything.
fn stands_alone(subdivision: &str) -> bool {
    subdivision.len() > 2 || matches!(subdivision, "2A" | "2B")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    use super::*;

    /// The regions before 2016, each with the INSEE code of its region now.
    const FORMER: [(&str, &str); 22] = [
        ("Alsace", "44"),
        ("Aquitaine", "75"),
        ("Auvergne", "84"),
        ("Basse-Normandie", "28"),
        ("Bourgogne", "27"),
        ("Bretagne", "53"),
        ("Centre", "24"),
        ("Champagne-Ardenne", "44"),
        ("Corse", "94"),
        ("Franche-Comté", "27"),
        ("Haute-Normandie", "28"),
        ("Île-de-France", "11"),
        ("Languedoc-Roussillon", "76"),
        ("Limousin", "75"),
        ("Lorraine", "44"),
        ("Midi-Pyrénées", "76"),
        ("Nord-Pas-de-Calais", "32"),
        ("Pays de la Loire", "52"),
        ("Picardie", "32"),
        ("Poitou-Charentes", "75"),
        ("Provence-Alpes-Côte d'Azur", "93"),
        ("Rhône-Alpes", "84"),
    ];

    fn code(region: Option<Region>) -> &'static str {
        region.map_or("", Region::code)
    }

    #[test]
    fn there_are_eighteen_regions() {
        assert_eq!(Region::all().len(), 18);
    }

    #[test]
    fn every_line_of_the_tables_counts() {
        assert_eq!(rows::<3>(DEPARTMENTS_TABLE).count(), 101);
        let lines = |table: &str| table.lines().count() - 1;
        assert_eq!(rows::<2>(OTHER_NAMES_TABLE).count(), lines(OTHER_NAMES_TABLE));
        assert_eq!(rows::<2>(ISO_CODES_TABLE).count(), lines(ISO_CODES_TABLE));
        assert!(names().all(|(_, code)| official(code).is_some()));
        assert!(codes().all(|(_, code)| official(code).is_some()));
        let in_regions = |[_, code]: &[&str; 2]| official(code).is_some();
        assert_eq!(BY_CITY.len(), rows::<2>(CITIES_TABLE).filter(in_regions).count());
    }

    #[test]
    fn no_name_and_no_code_stands_for_two_regions() {
        for (name, code) in names() {
            assert_eq!(Region::from_name(&name), official(code), "{name}");
        }
        for (written, code) in codes() {
            assert_eq!(Region::from_code(&written), official(code), "{written}");
        }
    }

    #[test]
    fn the_twenty_two_former_regions_are_known() {
        for (name, now) in FORMER {
            assert_eq!(code(Region::from_name(name)), now, "{name}");
        }
    }

    #[test]
    fn a_region_is_found_by_what_people_call_it() {
        for (name, expected) in [
            ("PROVENCE ALPES COTE D’AZUR", "93"),
            ("Provence Alpes Cote dAzur", "93"),
            ("Paca", "93"),
            ("P.A.C.A.", "93"),
            ("Région Sud", "93"),
            ("IDF", "11"),
            ("AURA", "84"),
            ("Auvergne & Rhône-Alpes", "84"),
            ("Réunion", "04"),
            ("Réunion (La)", "04"),
            ("Nord Pas de Calais", "32"),
            ("Centre - Val de Loire", "24"),
            ("Alsace-Champagne-Ardenne-Lorraine", "44"),
            ("Hauts de France", "32"),
            ("région Bretagne", "53"),
            ("Région des Pays de la Loire", "52"),
            ("Ancienne région Limousin", "75"),
            ("Rhône", "84"),
            ("département du Rhône", "84"),
            ("69 - Rhône", "84"),
            ("Rhône (69)", "84"),
            ("Nord", ""),
            ("Paris", "11"),
            ("Les Landes", "75"),
            ("Seine St Denis", "11"),
            ("Val d'Oise", "11"),
            ("Bavière", ""),
            ("Sud", ""),
            ("Nord 2", ""),
            ("75 - Rhône", ""),
            ("Région", ""),
            ("69", ""),
            ("", ""),
        ] {
            assert_eq!(code(Region::from_name(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_code_is_of_insee_or_of_iso() {
        for (written, expected) in [
            ("11", "11"),
            ("04", "04"),
            ("4", ""),
            ("75", "75"),
            ("FR-IDF", "11"),
            ("idf", "11"),
            ("fr_ara", "84"),
            ("FR-COR", "94"),
            ("FR-20R", "94"),
            ("FR-GUA", "01"),
            ("FR-971", "01"),
            ("971", "01"),
            ("FR-RE", "04"),
            ("FR-J", "11"),
            ("FR-75", "11"),
            ("FR-13", "93"),
            ("2A", "94"),
            ("RE", ""),
            ("J", ""),
            ("5", ""),
            ("05", ""),
            ("13", ""),
            ("69", ""),
            ("FR-1", ""),
            ("DE-BY", ""),
            ("FR", ""),
            ("", ""),
        ] {
            assert_eq!(code(Region::from_code(written)), expected, "{written}");
        }
    }

    #[test]
    fn a_postcode_decides_between_mainland_corsica_and_overseas() {
        for (postcode, expected) in [
            ("93200", "11"),
            ("97400", "04"),
            ("20000", "94"),
            ("59800", "32"),
            ("1000", "84"),
            ("F-33000", "75"),
        ] {
            assert_eq!(code(Region::from_postcode(postcode)), expected, "{postcode}");
        }
        for elsewhere in ["97133", "98000", "B-1000", "ABCDE", "00000", ""] {
            assert_eq!(Region::from_postcode(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_city_name_found_in_two_regions_decides_nothing() {
        for (city, expected) in [
            ("strasbourg", "44"),
            ("PARIS 12", "11"),
            ("Lyon 3ème", "84"),
            ("MARSEILLE CEDEX 06", "93"),
            ("St-Étienne", "84"),
            ("Havre (Le)", "28"),
            ("Saint-Denis", ""),
            ("Berlin", ""),
            ("", ""),
        ] {
            assert_eq!(code(Region::from_city(city)), expected, "{city}");
        }
    }

    #[test]
    fn the_name_comes_before_the_postcode_and_the_postcode_before_the_city() {
        for (region, postcode, city, expected) in [
            (Some("Bretagne"), Some("75001"), Some("Lyon"), "53"),
            (Some("FR-BRE"), Some("75001"), Some("Lyon"), "53"),
            (Some("Zone 4"), Some("75001"), Some("Lyon"), "11"),
            (None, Some("'97400"), Some("Saint-Denis"), "04"),
            (None, Some("n/a"), Some("Lyon"), "84"),
            (Some(""), Some(""), Some("Paris 8e"), "11"),
            (Some("93"), None, None, "93"),
            (Some("93"), Some("13001"), None, "93"),
            (Some("93"), Some("93200"), None, "11"),
            (Some("1"), Some("1000"), None, "84"),
            (Some("1"), Some("97110"), None, "01"),
            (None, None, Some("Saint-Denis"), ""),
            (None, None, None, ""),
        ] {
            assert_eq!(
                code(Region::find(region, postcode, city)),
                expected,
                "{region:?}, {postcode:?}, {city:?}"
            );
        }
    }

    /// `name` in another case, with or without accents, and with other signs between its words.
    fn respelled(name: &str, choices: &[u8]) -> String {
        let mut choices = choices.iter().cycle();
        let mut choose = |from: usize| usize::from(*choices.next().unwrap_or(&0)) % from;
        let (accents, case) = (choose(3), choose(3));
        let letters: String = match accents {
            0 => name.to_owned(),
            1 => name.nfd().collect(),
            _ => name.nfd().filter(|letter| !is_combining_mark(*letter)).collect(),
        };
        let between = ["-", " ", "_", " - ", "’", ".", "\u{a0}", "\u{2011}", ""];
        let separated = |letter: char| match letter {
            '-' | ' ' | '\'' => between[choose(between.len())].to_owned(),
            other => other.to_string(),
        };
        let spelled: String = letters.chars().map(separated).collect();
        match case {
            0 => spelled,
            1 => spelled.to_uppercase(),
            _ => spelled.to_lowercase(),
        }
    }

    proptest! {
        #[test]
        fn case_accents_and_dashes_of_a_name_do_not_matter(
            which in any::<prop::sample::Index>(),
            choices in prop::collection::vec(any::<u8>(), 12),
        ) {
            let names: Vec<_> = names().collect();
            let (name, code) = which.get(&names);
            let spelled = respelled(name, &choices);
            prop_assert_eq!(Region::from_name(&spelled), official(code), "{}", spelled);
        }

        #[test]
        fn nothing_that_is_written_makes_the_finder_panic(text in "\\PC*") {
            let _ = Region::find(Some(&text), None, None);
            let _ = Region::find(None, Some(&text), None);
            let _ = Region::find(None, None, Some(&text));
        }
    }
}
