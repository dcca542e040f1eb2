//! Which column holds what: as the user says, as was remembered, as the format has it, else by header and content.

mod assign;
mod scales;

use comptoir_sales::Table;

use crate::{
    Field, ImportError, SetAside, dates,
    headers::{self, Headers},
    ledger,
    presets::Preset,
    profile::Profile,
    record::{Cell, Record},
    side_by_side,
    wording::{Money, Word, Wording},
};

/// The roles of a sheet's columns.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the file")]
pub(crate) struct Columns {
    /// The table that the sheet holds.
    pub(crate) table: Table,
    /// The known format that it has.
    pub(crate) preset: Option<&'static Preset>,
    roles: Vec<(Field, usize)>,
    /// The fields that the user has named.
    pinned: Vec<Field>,
    /// The meaning of each column's header.
    pub(crate) wordings: Vec<Wording>,
    /// What stands in each column.
    pub(crate) profiles: Vec<Profile>,
    ignored: Vec<usize>,
    /// Whether the revenue cannot be that of a day without products: a column without a role says on the lines of one
    /// ticket what each of them is of, or the money goes to others.
    pub(crate) needs_products: bool,
    /// In a ledger whose amounts stand in one column, that of the side that they are on.
    pub(crate) side: Option<usize>,
    /// What customers paid, what was kept back and what is left, in a statement of a marketplace or payment service.
    pub(crate) statement: Option<[usize; 3]>,
    /// Whether a column is of those that only catalogues of web shops have.
    has_pictures: bool,
    /// Whether the date is known by its content alone.
    date_is_by_content: bool,
    /// The table that the sheet may hold instead, where that is open.
    doubt: Option<Table>,
    /// What stands above each column alone, where a row of groups is above it.
    own_names: Vec<String>,
    /// Why columns are not used, where arithmetic has shown it.
    pub(crate) explained: Vec<(usize, SetAside)>,
    /// Whether the lines are those of another file that were refused.
    is_of_rejects: bool,
    /// The column of the names of stores, where another one has their codes.
    pub(crate) store_name: Option<usize>,
}

/// The hints by which roles are found.
#[derive(Default)]
pub(crate) struct Hints<'a> {
    /// The file, for messages.
    pub(crate) name: &'a str,
    /// The headers.
    pub(crate) header: &'a [String],
    /// The first rows.
    pub(crate) sample: &'a [Record],
    /// The table that the file holds, when the user says.
    pub(crate) table: Option<Table>,
    /// Roles by header, as the user says.
    pub(crate) named: &'a [(Field, String)],
    /// Headers of columns that are not used, as the user says.
    pub(crate) ignored: &'a [String],
    /// Roles by header as was remembered, left out when the header is not there.
    pub(crate) remembered: &'a [(Field, String)],
    /// Headers of columns that were not used before.
    pub(crate) ignored_before: &'a [String],
    /// What stands above each column alone, where a row of groups is above it.
    pub(crate) own_names: &'a [String],
    /// Whether the file says beside its lines that amounts are in hundredths.
    pub(crate) says_cents: bool,
    /// Whether the lines are those of another file that were refused: what stands in a column may be why.
    pub(crate) is_of_rejects: bool,
}

impl Columns {
    /// Gives each column its role, as far as one is found.
    ///
    /// # Errors
    /// When a column that the user names is not there.
    pub(crate) fn guess(hints: &Hints<'_>) -> Result<Self, ImportError> {
        let mut keys: Vec<String> = hints.header.iter().map(|header| headers::key(header)).collect();
        let named = named_columns(hints, &keys)?;
        let preset = Preset::of(&keys).filter(|_| hints.table.is_none_or(|table| table == Table::Sales));
        let ignored = ignored_columns(hints, &named);
        if preset.is_none() {
            let bare = headers::without_tables(hints.header);
            keys = bare.iter().map(|name| headers::key(name)).collect();
        }
        for place in &ignored {
            keys[*place].clear();
        }
        let pinned = named.iter().map(|(field, _)| *field).collect();
        let base = Self::bare(hints.header, hints.sample, pinned, ignored, hints.own_names);
        let base = Self { is_of_rejects: hints.is_of_rejects, ..base };
        let base = base.with_cents(&keys, hints).with_minor_units(&keys, hints).with_grams(&keys);
        if let Some(preset) = preset {
            let roles = with_preset(named, preset, &keys, hints);
            return Ok(Self { preset: Some(preset), roles, ..base });
        }
        let of = |table: Table| base.assign(table, &keys, &named, hints.sample);
        // The table that explains most columns and misses fewest; on a tie the first.
        let strangeness = |columns: &Self| {
            let has_date = [Field::Date, Field::Day].iter().any(|field| columns.place(*field).is_some());
            let is_doubtful = columns.table == Table::Sales && !has_date || columns.date_may_be_of_products();
            let doubt = isize::from(is_doubtful) + isize::from(columns.date_may_be_of_products());
            2 * columns.missing().len() as isize - columns.roles.len() as isize + doubt
        };
        let others = [Table::Products, Table::Stores, Table::Targets].map(of);
        let best = match hints.table {
            Some(table) => of(table),
            None => others.into_iter().fold(of(Table::Sales), |best, other| {
                if strangeness(&other) < strangeness(&best) { other } else { best }
            }),
        };
        // Files of which nothing is known are sales more often than not.
        if hints.table.is_some() {
            return Ok(best);
        }
        let sales = of(Table::Sales);
        if best.roles.is_empty() {
            return Ok(sales);
        }
        let may_be_of_sales = best.lacks_what_sales_have(&sales);
        let is_of_sales = may_be_of_sales || best.are_of_sales(&sales, hints.name);
        let doubt = Some(best.table).filter(|_| may_be_of_sales || best.missing().is_empty());
        Ok(if is_of_sales { Self { doubt, ..sales } } else { best })
    }
    /// Columns without roles, by what stands in them.
    pub(crate) fn by_content(header: &[String], sample: &[Record]) -> Self {
        Self::bare(header, sample, vec![], vec![], &[])
    }

    fn bare(
        header: &[String],
        sample: &[Record],
        pinned: Vec<Field>,
        ignored: Vec<usize>,
        own_names: &[String],
    ) -> Self {
        let wording = |(place, header): (usize, &String)| {
            if ignored.contains(&place) { Wording::default() } else { Wording::of(header) }
        };
        let mut keys = header.iter().map(|header| headers::key(header)).enumerate();
        let has_pictures = |(place, key): (usize, String)| {
            !ignored.contains(&place) && OF_CATALOGUES.contains(&key.as_str())
        };
        Self {
            table: Table::Sales,
            preset: None,
            roles: vec![],
            pinned,
            wordings: headers::without_tables(header).iter().enumerate().map(wording).collect(),
            profiles: (0..header.len()).map(|place| Profile::of(sample, place)).collect(),
            has_pictures: keys.any(has_pictures),
            ignored,
            needs_products: false,
            side: None,
            statement: None,
            date_is_by_content: false,
            doubt: None,
            own_names: own_names.to_vec(),
            explained: vec![],
            is_of_rejects: false,
            store_name: None,
        }
    }

    /// Whether the columns are there that the table cannot be read without; `asked` is the table that the user named.
    ///
    /// # Errors
    /// All that are missing, or that the file is of no table, or that it has columns that no such table has.
    pub(crate) fn check(
        &self,
        name: &str,
        header: &[String],
        asked: Option<Table>,
    ) -> Result<(), ImportError> {
        if let Some(question) =
            ledger::question(self, name, header).filter(|_| asked.is_none_or(|asked| asked == Table::Sales))
        {
            return Err(question);
        }
        let missing = self.missing();
        if missing.is_empty() && self.may_leave_quantities_out() {
            return Err(self.lack(&[Field::Quantity], name, header));
        }
        if missing.is_empty() {
            return self.check_unexplained(name, header, asked);
        }
        // A date that is known by its content alone makes no table.
        let understood = self.roles.len() - usize::from(self.date_is_by_content);
        let is_unknown = understood == 0 || missing.len() == needed(self.table).len();
        if is_unknown && asked.is_none() && self.periods(header).len() < 2 {
            return Err(ImportError::UnknownTable { source_name: name.to_owned(), columns: header.to_vec() });
        }
        Err(self.lack(&missing, name, header))
    }

    /// Whether prices would count once each although a column may say how many were sold.
    fn may_leave_quantities_out(&self) -> bool {
        let has_amount = [Field::Quantity, Field::Amount, Field::Net, Field::Credit]
            .iter()
            .any(|field| self.place(*field).is_some());
        let may_be = |place: &usize| {
            let (wording, profile) = (self.wordings[*place], &self.profiles[*place]);
            wording.has_any(&[Word::Quantity, Word::Count])
                && !wording.has_any(&[Word::Customer, Word::Person, Word::Stock])
                && profile.is_quantity()
                && !profile.is_constant()
        };
        let price = self.place(Field::Price);
        let is_by_measure = price.is_some_and(|price| self.wordings[price].is_price_by_measure());
        self.table == Table::Sales
            && !has_amount
            && price.is_some()
            && self.preset.is_none_or(|preset| !preset.one_by_default)
            && (is_by_measure || self.unused().any(|place| may_be(&place)))
    }

    /// Money in a file of products or stores that no such table has: it may be sales.
    fn check_unexplained(
        &self,
        name: &str,
        header: &[String],
        asked: Option<Table>,
    ) -> Result<(), ImportError> {
        if asked.is_some() || !matches!(self.table, Table::Products | Table::Stores) {
            return Ok(());
        }
        let prices = [Word::Price, Word::Unit, Word::Tax, Word::Measure, Word::Limit, Word::Delivery];
        let is_strange = |place: &usize| {
            let wording = self.wordings[*place];
            let is_priced = self.table == Table::Products
                && (wording.has_any(&prices)
                    || wording.money().is_some_and(|money| !matches!(money, Money::Paid)));
            let is_money = self.profiles[*place].looks_like_money() && !is_priced;
            let is_of_sales = wording.has(Word::Sold)
                || wording.has_any(&[Word::Sale, Word::Amount]) && !is_priced && !wording.is_no_money();
            let is_sold = is_of_sales && self.profiles[*place].is_number();
            (is_money || is_sold) && !wording.has(Word::Measure)
        };
        let strange: Vec<usize> = self.unused().filter(is_strange).collect();
        if strange.is_empty() {
            return Ok(());
        }
        let columns: Vec<String> = strange.iter().map(|place| header[*place].clone()).collect();
        Err(ImportError::UnexplainedColumns {
            source_name: name.to_owned(),
            table: self.table,
            flags: columns
                .iter()
                .map(|column| format!("--ignore {}", quoted(column)))
                .collect::<Vec<_>>()
                .join(" "),
            columns,
        })
    }

    /// The error for a column that is missing.
    pub(crate) fn lacks(&self, field: Field, name: &str, header: &[String]) -> ImportError {
        self.lack(&[field], name, header)
    }

    fn lack(&self, missing: &[Field], name: &str, header: &[String]) -> ImportError {
        // One of several groups is not all that was sold.
        let groups = side_by_side::unknown_groups(header);
        if missing.contains(&Field::Amount) && self.table == Table::Sales && !groups.is_empty() {
            return ImportError::SideBySide {
                source_name: name.to_owned(),
                columns: groups,
                choices: vec![],
            };
        }
        let periods = self.periods(header);
        if periods.len() > 1 {
            return ImportError::PeriodsInHeader { source_name: name.to_owned(), columns: periods };
        }
        let mut taken = Vec::new();
        // A flag that names nothing, or another column of the same name, answers nothing.
        let is_named = |place: usize| {
            let is_same = |other: &String| header.get(place) == Some(other);
            header.iter().position(is_same) == Some(place) && !header[place].trim().is_empty()
        };
        let mut flag = |field: &Field| {
            let mut candidates = self.candidates(*field).into_iter();
            let place = candidates.find(|place| !taken.contains(place) && is_named(*place))?;
            taken.push(place);
            Some(format!("--map {}={}", field.name(), quoted(header.get(place)?)))
        };
        let flags: Option<Vec<String>> = missing.iter().map(&mut flag).collect();
        ImportError::MissingColumn {
            source_name: name.to_owned(),
            table: self.table,
            fields: missing.to_vec(),
            flags: flags.unwrap_or_default().join(" "),
            instead: self.doubt,
            columns: header.to_vec(),
        }
    }

    /// The columns without a role that may be meant for a field, by what stands in them.
    pub(crate) fn candidates(&self, field: Field) -> Vec<usize> {
        let fits = |place: &usize| {
            let (profile, wording) = (&self.profiles[*place], self.wordings[*place]);
            match field {
                Field::Date => profile.is_date(),
                Field::Month => profile.is_date() || wording.has(Word::Month),
                Field::Quantity => profile.is_whole() && !wording.has_any(&[Word::Number, Word::Reference]),
                field if field.is_money() => {
                    profile.looks_like_money() || profile.is_number() && wording.money().is_some()
                }
                Field::Product | Field::Name => {
                    self.may_be_of_products(*place)
                        || profile.is_of_several_words() && !wording.has_any(&NO_PRODUCTS)
                }
                Field::Store | Field::City => profile.is_text() && wording.is_unknown(),
                _ => false,
            }
        };
        self.unused().filter(fits).collect()
    }

    /// The places of columns without a role, as far as something stands in them and the user wants them used.
    pub(crate) fn unused(&self) -> impl Iterator<Item = usize> {
        (0..self.profiles.len()).filter(|place| {
            self.roles.iter().all(|(_, used)| used != place)
                && !self.ignored.contains(place)
                && !self.profiles[*place].is_empty()
        })
    }

    /// The place of the column with that role.
    pub(crate) fn place(&self, field: Field) -> Option<usize> {
        self.roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place)
    }

    /// The role of a column.
    pub(crate) fn role(&self, place: usize) -> Option<Field> {
        self.roles.iter().find(|(_, used)| *used == place).map(|(field, _)| *field)
    }

    /// Whether the user has named the column of a field, not only a known format.
    pub(crate) fn is_named(&self, field: Field) -> bool {
        self.pinned.contains(&field)
    }

    /// Whether the user, or a known format, has named the column of a field.
    pub(crate) fn is_pinned(&self, field: Field) -> bool {
        self.pinned.contains(&field)
            || self.preset.is_some_and(|preset| preset.map.iter().any(|(known, _)| *known == field))
    }

    /// The roles found, in the order of the columns.
    pub(crate) fn roles(&self) -> Vec<(Field, usize)> {
        let mut roles = self.roles.clone();
        roles.sort_by_key(|(_, place)| *place);
        roles
    }

    /// The columns of the same name as another, in other groups: `CA` of `Lyon` and of `Nice`.
    pub(crate) fn twins(&self, place: usize) -> Vec<usize> {
        let name = self.own_names.get(place).filter(|name| !name.is_empty());
        let is_twin = |other: &usize| *other != place && self.own_names.get(*other) == name;
        if name.is_some() { (0..self.own_names.len()).filter(is_twin).collect() } else { vec![] }
    }

    /// Gives a column another role, in place of the column that had it.
    pub(crate) fn set(&mut self, field: Field, place: Option<usize>) {
        self.roles.retain(|(role, at)| *role != field && Some(*at) != place);
        self.roles.extend(place.map(|place| (field, place)));
    }

    /// Whether the column of products holds names, not references.
    pub(crate) fn products_are_names(&self) -> bool {
        self.are_names(Field::Product, |wording| {
            wording.product_code().is_none() && wording.product_name().is_some()
        })
    }

    /// Whether the column of stores holds names, not references.
    pub(crate) fn stores_are_names(&self) -> bool {
        self.are_names(Field::Store, |wording| {
            wording.store() && !wording.has_any(&[Word::Number, Word::Reference])
        })
    }

    fn are_names(&self, field: Field, says: impl Fn(Wording) -> bool) -> bool {
        self.place(field).is_some_and(|place| {
            // `product_id` is the name in exports of some programs: no code has words with spaces between them.
            let may_be_named = self.place(Field::Name).is_none() && field == Field::Product;
            if may_be_named && self.profiles[place].is_of_several_words() {
                return true;
            }
            let wording = self.wordings[place];
            let is_code = wording.has_any(&[Word::Number, Word::Reference, Word::Barcode]);
            says(wording) || !is_code && self.profiles[place].is_text()
        })
    }

    fn missing(&self) -> Vec<Field> {
        let lacks = |alternatives: &&[Field]| alternatives.iter().all(|field| self.place(*field).is_none());
        let mut missing: Vec<Field> =
            needed(self.table).iter().copied().filter(lacks).map(|alternatives| alternatives[0]).collect();
        // The revenue of a day and a store is one product's, where no column may be that of products.
        let has_amount =
            [Field::Amount, Field::Net, Field::Credit].iter().any(|field| self.place(*field).is_some());
        // Where each line has the price of one, it is of goods.
        if self.table == Table::Sales
            && has_amount
            && [Field::Quantity, Field::Price].iter().all(|field| self.place(*field).is_none())
            && (self.place(Field::Account).is_some() || self.statement.is_some() || !self.may_have_products())
        {
            missing.retain(|field| *field != Field::Product);
        }
        // Goods without a name are no takings of a day.
        if self.table == Table::Sales
            && self.needs_products
            && [Field::Product, Field::Name].iter().all(|field| self.place(*field).is_none())
            && !missing.contains(&Field::Product)
        {
            missing.push(Field::Product);
        }
        missing
    }

    /// Whether a column is that of suppliers.
    pub(crate) fn names_suppliers(&self) -> bool {
        self.unused().any(|place| self.wordings[place].has(Word::Cost) && self.profiles[place].is_text())
    }

    fn may_have_products(&self) -> bool {
        self.unused().any(|place| self.may_be_of_products(place))
    }

    fn may_be_of_products(&self, place: usize) -> bool {
        let profile = &self.profiles[place];
        profile.is_text() && profile.varies_in_words() && !self.wordings[place].has_any(&NO_PRODUCTS)
    }

    /// Whether columns that were taken for products, stores or targets are those of sales.
    fn are_of_sales(&self, sales: &Self, name: &str) -> bool {
        let is_revenue = |place: usize| {
            let money = sales.wordings[place].money();
            let is_line = matches!(money, Some(Money::Line { .. } | Money::BeforeTax | Money::OrderTotal));
            is_line && sales.profiles[place].is_number()
        };
        let places = || 0..sales.profiles.len();
        let has_revenue = places().any(|place| !sales.ignored.contains(&place) && is_revenue(place));
        let date = sales.place(Field::Date).filter(|place| sales.profiles[*place].may_be_date());
        let has_date = date
            .is_some_and(|place| sales.wordings[place].sale_date().is_some_and(|rank| rank <= 1))
            || sales.place(Field::Year).is_some();
        let has_quantity =
            sales.place(Field::Quantity).is_some_and(|place| sales.profiles[place].is_number());
        let has_money = has_revenue || sales.place(Field::Price).is_some();
        let words = comptoir_sales::fold(name);
        let named = |words_of: &[&str]| words.split(' ').any(|word| words_of.contains(&word));
        let is_named_sales =
            named(&["vente", "ventes", "sales", "tickets", "commandes", "orders", "journal"]);
        match self.table {
            Table::Sales => false,
            Table::Targets => {
                let header = self.place(Field::Amount).map(|place| self.wordings[place]);
                header.is_some_and(|wording| wording.money().is_some())
            }
            Table::Products => {
                has_revenue
                    || has_date && (has_quantity || has_money)
                    || has_quantity && !is_named_catalogue(&words) && !self.has_words_of_catalogues()
                    || is_named_sales && (has_quantity || has_money)
            }
            Table::Stores => has_revenue || has_date && (has_quantity || has_money),
        }
    }

    /// The headers that are days, months or years, with numbers below them: those of a pivot table.
    fn periods(&self, header: &[String]) -> Vec<String> {
        let named = header.iter().zip(&self.profiles);
        let periods = named.filter(|(name, profile)| dates::is_period(name) && profile.is_number());
        periods.map(|(name, _)| name.clone()).collect()
    }

    /// Whether products without a name have days, and what was sold on them.
    fn lacks_what_sales_have(&self, sales: &Self) -> bool {
        let is_money =
            |place: usize| sales.profiles[place].looks_like_money() && sales.wordings[place].is_unknown();
        self.table == Table::Products
            && !self.missing().is_empty()
            && sales.place(Field::Date).is_some()
            && (!sales.date_may_be_of_products() || sales.unused().any(is_money))
    }

    /// Whether the date may be the day on which a product was entered: no word of it is of sales, and nothing was sold.
    fn date_may_be_of_products(&self) -> bool {
        let Some(date) = self.place(Field::Date).filter(|_| self.table == Table::Sales) else { return false };
        let is_of_sales = self.wordings[date].sale_date().is_some_and(|rank| rank <= 1);
        let has_revenue =
            [Field::Quantity, Field::Amount, Field::Net].iter().any(|field| self.place(*field).is_some());
        !is_of_sales && !has_revenue
    }

    fn has_words_of_catalogues(&self) -> bool {
        let words = [Word::Stock, Word::Cost, Word::Barcode, Word::Rate];
        self.has_pictures || self.wordings.iter().any(|wording| wording.has_any(&words))
    }

    /// Why a column without a role is not used.
    pub(crate) fn set_aside(&self, place: usize) -> SetAside {
        let (wording, profile) = (self.wordings[place], &self.profiles[place]);
        if let Some((_, why)) = self.explained.iter().find(|(at, _)| *at == place) {
            return *why;
        }
        if self.ignored.contains(&place) {
            return SetAside::Ignored;
        }
        if profile.is_empty() {
            SetAside::Empty
        } else if self.store_name == Some(place) {
            SetAside::StoreName
        } else if profile.is_date() {
            SetAside::OtherDate
        } else if profile.is_number() {
            Self::set_aside_number(wording, profile)
        } else if profile.is_constant() {
            SetAside::Constant
        } else if wording.has_any(&[Word::Number, Word::Reference, Word::Barcode]) {
            SetAside::Identifier
        } else {
            SetAside::Text
        }
    }

    fn set_aside_number(wording: Wording, profile: &Profile) -> SetAside {
        match wording.money() {
            Some(Money::Tax) => SetAside::Tax,
            Some(Money::Rate) => SetAside::Rate,
            Some(Money::Discount | Money::DiscountRate) => SetAside::Discount,
            Some(Money::Cost) => SetAside::Cost,
            Some(Money::Margin) => SetAside::Margin,
            Some(Money::Fee) => SetAside::Fee,
            Some(Money::Paid) => SetAside::Paid,
            Some(Money::Balance) => SetAside::Balance,
            Some(Money::Refund) => SetAside::Refund,
            Some(Money::Tip) => SetAside::Tip,
            Some(Money::UnitPrice { .. }) => SetAside::UnitPrice,
            Some(Money::Line { .. } | Money::BeforeTax | Money::OrderTotal) => SetAside::OtherAmount,
            None if wording.has_any(&[Word::Quantity, Word::Count, Word::Stock]) => SetAside::Quantity,
            None if wording.is_number_or_money() && profile.looks_like_money() => SetAside::Money,
            None if wording.has_any(&[Word::Number, Word::Reference, Word::Barcode]) => SetAside::Identifier,
            None if wording.has(Word::Measure) => SetAside::Number,
            None if profile.looks_like_money() => SetAside::Money,
            None if profile.is_constant() => SetAside::Constant,
            None => SetAside::Number,
        }
    }
}

/// Words of headers below which no products are named.
const NO_PRODUCTS: [Word; 12] = [
    Word::Customer,
    Word::Person,
    Word::Means,
    Word::Note,
    Word::Paid,
    Word::Delivery,
    Word::Currency,
    Word::Kind,
    Word::Store,
    Word::Date,
    Word::Time,
    Word::Number,
];

/// Headers that only catalogues have.
const OF_CATALOGUES: [&str; 9] =
    ["image", "images", "photo", "photos", "visible", "published", "publie", "handle", "variant grams"];

fn is_named_catalogue(words: &str) -> bool {
    const NAMES: [&str; 14] = [
        "produit",
        "produits",
        "product",
        "products",
        "article",
        "articles",
        "catalogue",
        "catalog",
        "stock",
        "stocks",
        "inventaire",
        "inventory",
        "tarif",
        "tarifs",
    ];
    words.split(' ').any(|word| NAMES.contains(&word))
}

/// A header as it is given to a flag in any shell.
pub(crate) fn quoted(header: &str) -> String {
    if header.contains(['"', '$', '`', '\\', '!']) { format!("'{header}'") } else { format!("\"{header}\"") }
}

/// The columns that a table cannot be read without; of each group one is enough.
fn needed(table: Table) -> &'static [&'static [Field]] {
    use Field::{
        Amount, Category, City, Credit, Date, Day, Id, Month, Name, Net, Price, Product, Quantity, Ticket,
    };
    match table {
        Table::Products => &[&[Name], &[Price, Category, Id]],
        Table::Stores => &[&[City, Name]],
        Table::Targets => &[&[Month], &[Amount]],
        // A known format may have tickets instead of products.
        Table::Sales => &[&[Date, Day], &[Product, Name, Ticket], &[Amount, Net, Quantity, Price, Credit]],
    }
}

pub(crate) fn named_columns(hints: &Hints<'_>, keys: &[String]) -> Result<Vec<(Field, usize)>, ImportError> {
    let place = |column: &String| {
        let exact = hints.header.iter().position(|header| header == column);
        exact.or_else(|| keys.iter().position(|key| *key == headers::key(column)))
    };
    let mut named = Vec::new();
    for (field, column) in hints.named {
        let place = place(column).ok_or_else(|| ImportError::NoSuchColumn {
            source_name: hints.name.to_owned(),
            column: column.clone(),
            columns: hints.header.to_vec(),
        })?;
        named.push((*field, place));
    }
    for (field, column) in hints.remembered {
        if let Some(place) = place(column).filter(|_| !hints.ignored.contains(column))
            && named.iter().all(|(role, used)| role != field && *used != place)
        {
            named.push((*field, place));
        }
    }
    Ok(named)
}

/// The places of columns that are not to be used, where none of their roles was named.
pub(crate) fn ignored_columns(hints: &Hints<'_>, named: &[(Field, usize)]) -> Vec<usize> {
    let is_ignored =
        |header: &String| hints.ignored.contains(header) || hints.ignored_before.contains(header);
    let is_named = |place: usize| named.iter().any(|(_, used)| *used == place);
    let places = hints.header.iter().enumerate().filter(|(_, header)| is_ignored(header));
    places.map(|(place, _)| place).filter(|place| !is_named(*place)).collect()
}

fn with_preset(
    mut roles: Vec<(Field, usize)>,
    preset: &Preset,
    keys: &[String],
    hints: &Hints<'_>,
) -> Vec<(Field, usize)> {
    for (field, header) in preset.map {
        let place = keys.iter().position(|key| key == header);
        if let Some(place) = place.filter(|place| has_values(hints.sample, *place))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    fn found(header: &[&str], sample: &[&[&str]], named: &[(Field, String)]) -> Result<Columns, ImportError> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let sample: Vec<Record> = sample.iter().map(|texts| record(2, texts)).collect();
        let hints = Hints { name: "f", header: &header, sample: &sample, named, ..Hints::default() };
        let columns = Columns::guess(&hints)?;
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
        assert!(
            matches!(error, ImportError::MissingColumn { ref fields, .. } if *fields == [Field::Product]),
            "{error}"
        );
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
