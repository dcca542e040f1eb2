//! Which column holds what: as the user says, as was remembered, as the format has it, else by header and content.

use comptoir_sales::Table;

use crate::{
    Field, ImportError, date_columns, dates,
    headers::{self, Headers},
    numbers::{Marks, NumberReader},
    presets::Preset,
    record::{Cell, Record},
};

/// The roles of a sheet's columns.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// What the sheet holds.
    pub(crate) table: Table,
    /// The known format that it has.
    pub(crate) preset: Option<&'static Preset>,
    roles: Vec<(Field, usize)>,
}

/// What the roles are found by.
#[derive(Default)]
pub(crate) struct Clues<'a> {
    /// The file, for messages.
    pub(crate) name: &'a str,
    /// The headers.
    pub(crate) header: &'a [String],
    /// The first rows.
    pub(crate) sample: &'a [Record],
    /// What the file holds, when the user says.
    pub(crate) table: Option<Table>,
    /// Roles by header, as the user says.
    pub(crate) named: &'a [(Field, String)],
    /// Headers of columns that are not used, as the user says.
    pub(crate) ignored: &'a [String],
    /// Roles by header as was remembered, left out when the header is not there.
    pub(crate) remembered: &'a [(Field, String)],
    /// Headers of columns that were not used before.
    pub(crate) ignored_before: &'a [String],
}

impl Columns {
    /// Gives each column its role, as far as one is found.
    ///
    /// # Errors
    /// When a column that the user names is not there.
    pub(crate) fn guess(clues: &Clues<'_>) -> Result<Self, ImportError> {
        let mut keys: Vec<String> = clues.header.iter().map(|header| headers::key(header)).collect();
        let named = named_columns(clues, &keys)?;
        let preset = Preset::of(&keys).filter(|_| clues.table.is_none_or(|table| table == Table::Sales));
        for place in ignored_columns(clues, &named) {
            keys[place].clear();
        }
        if let Some(preset) = preset {
            let roles = with_preset(named, preset, &keys, clues);
            return Ok(Self { table: Table::Sales, preset: Some(preset), roles });
        }
        let of = |table: Table| {
            let roles = roles(&keys, headers::of(table), &named, clues);
            let mut columns = Self { table, preset: None, roles };
            date_columns::find(&mut columns, &keys, clues.sample);
            columns
        };
        // The table that explains most columns and lacks least; on a tie the first.
        let strangeness =
            |columns: &Self| 2 * columns.missing().len() as isize - columns.roles.len() as isize;
        let others = [Table::Products, Table::Stores, Table::Targets].map(of);
        let best = match clues.table {
            Some(table) => of(table),
            None => others.into_iter().fold(of(Table::Sales), |best, other| {
                if strangeness(&other) < strangeness(&best) { other } else { best }
            }),
        };
        // Files of which nothing is known are sales more often than not.
        Ok(if best.roles.is_empty() { of(clues.table.unwrap_or(Table::Sales)) } else { best })
    }

    /// Whether the columns are there that the table cannot be read without; `asked` is the table that the user named.
    ///
    /// # Errors
    /// The first that lacks, or that the file is of no table.
    pub(crate) fn check(
        &self,
        name: &str,
        header: &[String],
        asked: Option<Table>,
    ) -> Result<(), ImportError> {
        match self.missing().as_slice() {
            [] => Ok(()),
            missing if missing.len() == needed(self.table).len() && asked.is_none() => {
                Err(ImportError::UnknownTable { source_name: name.to_owned(), columns: header.to_vec() })
            }
            [field, ..] => Err(self.lacks(*field, name, header)),
        }
    }

    /// The error for a column that is missing.
    pub(crate) fn lacks(&self, field: Field, name: &str, header: &[String]) -> ImportError {
        ImportError::MissingColumn {
            source_name: name.to_owned(),
            table: self.table,
            field,
            columns: header.to_vec(),
        }
    }

    /// The place of the column with that role.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place)
    }

    /// The roles found, in the order of the columns.
    pub(crate) fn roles(&self) -> Vec<(Field, usize)> {
        let mut roles = self.roles.clone();
        roles.sort_by_key(|(_, place)| *place);
        roles
    }

    /// Gives a column another role, in place of the column that had it.
    pub(crate) fn set(&mut self, field: Field, place: Option<usize>) {
        self.roles.retain(|(role, at)| *role != field && Some(*at) != place);
        self.roles.extend(place.map(|place| (field, place)));
    }

    fn missing(&self) -> Vec<Field> {
        let lacks = |alternatives: &&[Field]| alternatives.iter().all(|field| self.place(*field).is_none());
        needed(self.table).iter().copied().filter(lacks).map(|alternatives| alternatives[0]).collect()
    }
}

/// What a table cannot be read without; of each group one is enough.
fn needed(table: Table) -> &'static [&'static [Field]] {
    use Field::{
        Amount, Category, City, Credit, Date, Day, Id, Month, Name, Net, Price, Product, Quantity, Ticket,
    };
    match table {
        Table::Products => &[&[Name], &[Price, Category, Id]],
        Table::Stores => &[&[City, Name]],
        Table::Targets => &[&[Month], &[Amount]],
        // A known format may tell tickets instead of products.
        Table::Sales => &[&[Date, Day], &[Product, Name, Ticket], &[Quantity, Amount, Net, Price, Credit]],
    }
}

pub(crate) fn named_columns(clues: &Clues<'_>, keys: &[String]) -> Result<Vec<(Field, usize)>, ImportError> {
    let place = |column: &String| {
        let exact = clues.header.iter().position(|header| header == column);
        exact.or_else(|| keys.iter().position(|key| *key == headers::key(column)))
    };
    let mut named = Vec::new();
    for (field, column) in clues.named {
        let place = place(column).ok_or_else(|| ImportError::NoSuchColumn {
            source_name: clues.name.to_owned(),
            column: column.clone(),
            columns: clues.header.to_vec(),
        })?;
        named.push((*field, place));
    }
    for (field, column) in clues.remembered {
        if let Some(place) = place(column).filter(|_| !clues.ignored.contains(column))
            && named.iter().all(|(role, used)| role != field && *used != place)
        {
            named.push((*field, place));
        }
    }
    Ok(named)
}

/// The places of columns that are not to be used, where none of their roles was named.
pub(crate) fn ignored_columns(clues: &Clues<'_>, named: &[(Field, usize)]) -> Vec<usize> {
    let is_ignored =
        |header: &String| clues.ignored.contains(header) || clues.ignored_before.contains(header);
    let is_named = |place: usize| named.iter().any(|(_, used)| *used == place);
    let places = clues.header.iter().enumerate().filter(|(_, header)| is_ignored(header));
    places.map(|(place, _)| place).filter(|place| !is_named(*place)).collect()
}

fn with_preset(
    mut roles: Vec<(Field, usize)>,
    preset: &Preset,
    keys: &[String],
    clues: &Clues<'_>,
) -> Vec<(Field, usize)> {
    for (field, header) in preset.map {
        let place = keys.iter().position(|key| key == header);
        if let Some(place) = place.filter(|place| has_values(clues.sample, *place))
            && roles.iter().all(|(role, used)| role != field && *used != place)
        {
            roles.push((*field, place));
        }
    }
    roles
}

fn has_values(sample: &[Record], place: usize) -> bool {
    sample.is_empty() || sample.iter().any(|record| record.cell(place) != Cell::Empty)
}

fn roles(
    keys: &[String],
    known: Headers,
    named: &[(Field, usize)],
    clues: &Clues<'_>,
) -> Vec<(Field, usize)> {
    let mut roles = named.to_vec();
    for (field, names) in known {
        if roles.iter().any(|(role, _)| role == field) {
            continue;
        }
        let free = |place: &usize| roles.iter().all(|(_, used)| used != place);
        let places = |name: &&str| {
            keys.iter()
                .enumerate()
                .filter(|(_, key)| *key == name)
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        let candidates: Vec<usize> = names.iter().flat_map(places).filter(free).collect();
        let fits = candidates.iter().find(|place| content_fits(*field, clues.sample, **place));
        // Where no content fits, the lines tell why.
        if let Some(place) = fits.or(candidates.first()) {
            roles.push((*field, *place));
        }
    }
    roles
}

/// Whether at least half of what stands in a column can be what its header says.
fn content_fits(field: Field, sample: &[Record], place: usize) -> bool {
    let fits = |cell: Cell<'_>| match field {
        Field::Date => dates::is_date(cell),
        field if field.is_decimal() => is_number(cell, field),
        _ => true,
    };
    let cells = sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty);
    let (fitting, all) =
        cells.fold((0, 0), |(fitting, all), cell| (fitting + usize::from(fits(cell)), all + 1));
    sample.is_empty() || all > 0 && fitting * 2 >= all
}

fn is_number(cell: Cell<'_>, field: Field) -> bool {
    let mut marks = Marks::default();
    marks.learn(cell);
    let reader = NumberReader::new(&marks, false);
    let mut reader = if field == Field::Quantity { reader.with_units() } else { reader };
    reader.read(cell) != Err(crate::numbers::Unread::NotANumber)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    fn found(header: &[&str], sample: &[&[&str]], named: &[(Field, String)]) -> Result<Columns, ImportError> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let sample: Vec<Record> = sample.iter().map(|texts| record(2, texts)).collect();
        let clues = Clues { name: "f", header: &header, sample: &sample, named, ..Clues::default() };
        let columns = Columns::guess(&clues)?;
        columns.check("f", &header, None).map(|()| columns)
    }

    #[test]
    fn each_table_is_known_by_its_headers_in_both_languages() {
        let cases: [(&[&str], Table); 9] = [
            (&["id", "name", "price", "category"], Table::Products),
            (&["Nom", "ID Référence produit", "Prix", "Stock"], Table::Products),
            (&["id", "city", "region", "address"], Table::Stores),
            (&["ID Magasin", "Ville", "Nombre de salariés"], Table::Stores),
            (&["id", "product_id", "store_id", "sale_date", "quantity", "amount"], Table::Sales),
            (&["Date", "ID Reference produit", "Quantite", "ID Magasin"], Table::Sales),
            (&["createdAt", "productId", "quantity"], Table::Sales),
            (&["Mois", "Objectif CA"], Table::Targets),
            (&["month", "store", "region", "target"], Table::Targets),
        ];
        for (header, table) in cases {
            assert_eq!(found(header, &[], &[]).unwrap().table, table, "{header:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let error = found(&["Date", "Magasin", "Quantité"], &[], &[]).unwrap_err();
        assert!(matches!(error, ImportError::MissingColumn { field: Field::Product, .. }), "{error}");
        assert!(matches!(found(&["a", "b"], &[], &[]), Err(ImportError::UnknownTable { .. })));
    }

    #[test]
    fn the_users_word_comes_before_the_header() {
        let named = [(Field::Price, "PRIX BARRE".to_owned())];
        assert_eq!(
            found(&["id", "nom", "prix", "prix barré"], &[], &named).unwrap().place(Field::Price),
            Some(3)
        );
    }

    #[test]
    fn a_header_whose_content_does_not_fit_gives_way_to_the_next() {
        let header = ["date", "order date", "article", "quantité", "total", "montant"];
        let columns = found(&header, &[&["lundi", "2025-11-03", "Pain", "2", "deux", "5,25"]], &[]).unwrap();
        assert_eq!((columns.place(Field::Date), columns.place(Field::Amount)), (Some(1), Some(5)));
    }

    #[test]
    fn a_known_format_brings_its_own_roles() {
        let header = ["Sale Date", "Item Name", "Quantity", "Price", "Item Total", "Listing ID", "Order ID"];
        let columns = found(&header, &[], &[]).unwrap();
        assert_eq!(columns.preset.map(|preset| preset.name), Some("Etsy"));
        assert_eq!(columns.place(Field::Amount), Some(4));
    }
}
