//! Shops whose cause of change is known because the test made it: the sentence names that cause.

use std::path::Path;

use comptoir_analysis::{ComparedDays, Filter, Grouping, Sales, StoreScope, explain};
use comptoir_calendar::{Basis, Date, Period};
use comptoir_store::Embedded;
use comptoir_web::{comparison_label, explanation_line, explanation_sentence};
use comptoir_words::{Lang, Words};

const FIRST: Date = Date::constant(2022, 12, 1);
const LAST: Date = Date::constant(2024, 5, 31);
const STORES: [&str; 5] = ["Lyon", "Paris", "Nice", "Nice", "Bron"];
/// The stores that sell from the beginning to the end, unless a case says otherwise.
const OPEN: i64 = 3;
const BREAD: i64 = 1;
const COFFEE: i64 = 2;
const CHEESE: i64 = 3;
const TEA: i64 = 4;
const EGG: i64 = 5;
const CAKE: i64 = 6;
/// Coffee under another reference.
const COFFEE_AGAIN: i64 = 7;
const PRODUCTS: [&str; 7] = ["Pain", "Café", "Comté", "Thé", "Œuf de Pâques", "Galette", "CAFE"];
const CENTS: [i64; 7] = [200, 300, 2400, 800, 1500, 1200, 300];
const LYON: i64 = 1;
const NICE: i64 = 3;
/// The store of Nice under another code.
const NICE_AGAIN: i64 = 4;
/// Where the store of Lyon has moved to, as an import has recorded.
const BRON: i64 = 5;

fn cents(product: i64) -> i64 {
    CENTS[usize::try_from(product - 1).unwrap()]
}

/// A line of a ticket.
#[derive(Clone, Copy)]
struct Line {
    day: Date,
    store: i64,
    /// Its number in its store and on its day, from 0.
    ticket: i64,
    product: i64,
    quantity: f64,
    cents: i64,
}

impl Line {
    fn is_from(&self, year: i16, month: i8, day: i8) -> bool {
        self.day >= Date::constant(year, month, day)
    }

    fn is_in(&self, year: i16, month: i8) -> bool {
        (self.day.year(), self.day.month()) == (year, month)
    }
}

/// The same six tickets in each store on each day, nine on Saturdays: three loaves and a coffee each, every second with a
/// quarter of cheese, every third with tea.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for day in Period::between(FIRST, LAST).days() {
        let tickets = if day.weekday().to_monday_zero_offset() == 5 { 9 } else { 6 };
        for (store, ticket) in (1..=OPEN).flat_map(|store| (0..tickets).map(move |ticket| (store, ticket))) {
            let sold = [(BREAD, 3.0, 1), (COFFEE, 1.0, 1), (CHEESE, 0.25, 2), (TEA, 1.0, 3)];
            let sold = sold.into_iter().filter(|(.., every)| ticket % every == 0);
            lines.extend(sold.map(|(product, quantity, _)| {
                // Tea is a little dearer every year, so that the cause is not alone.
                let dearer = if product == TEA { 10 * i64::from(day.year() - 2022) } else { 0 };
                Line { day, store, ticket, product, quantity, cents: cents(product) + dearer }
            }));
        }
    }
    lines
}

/// More tickets in all stores on a day, of one product.
fn tickets_of(lines: &mut Vec<Line>, product: i64, count: i64, on: impl Fn(Date) -> bool) {
    for day in Period::between(FIRST, LAST).days().filter(|day| on(*day)) {
        for (store, number) in (1..=OPEN).flat_map(|store| (0..count).map(move |number| (store, number))) {
            let ticket = 100 + number;
            lines.push(Line { day, store, ticket, product, quantity: 1.0, cents: cents(product) });
        }
    }
}

/// What is asked, what was made, and what has to be named.
struct Case {
    name: &'static str,
    basis: Basis,
    days: (Date, Date),
    store: Option<&'static str>,
    has_tickets: bool,
    made: fn(&mut Vec<Line>),
    /// What the sentence names first.
    cause: &'static str,
    /// What the first line says, where one product or store is the cause.
    line: &'static str,
    /// What the label says of the days compared.
    label: &'static str,
    /// What the sentence says besides.
    says: &'static str,
}

/// A cause in April 2024 against the same weekdays of the year before.
fn case(name: &'static str, cause: &'static str, made: fn(&mut Vec<Line>)) -> Case {
    let days = (Date::constant(2024, 4, 1), Date::constant(2024, 4, 30));
    let basis = Basis::SameWeekdays;
    Case { name, basis, days, store: None, has_tickets: true, made, cause, line: "", label: "", says: "" }
}

const MARCH: (Date, Date) = (Date::constant(2024, 3, 1), Date::constant(2024, 3, 31));

fn prices_and_products() -> Vec<Case> {
    vec![
        case("prices raised", "les prix", |lines| {
            lines
                .iter_mut()
                .filter(|line| line.is_from(2024, 3, 1))
                .for_each(|line| line.cents += line.cents / 10);
        }),
        case("a discount period with a few more customers", "les prix", |lines| {
            tickets_of(lines, BREAD, 1, |day| day >= Date::constant(2024, 4, 1));
            lines.iter_mut().filter(|line| line.is_in(2024, 4)).for_each(|line| line.cents -= line.cents / 5);
        }),
        Case {
            line: "Café : disparu",
            ..case("a product lost", "les produits disparus", |lines| {
                lines.retain(|line| line.product != COFFEE || !line.is_from(2024, 2, 1));
            })
        },
        Case {
            line: "Galette : nouveau",
            ..case("a new product on tickets that others have too", "les produits nouveaux", |lines| {
                let new = lines.iter().filter(|line| line.product == COFFEE && line.is_from(2024, 3, 15));
                let new: Vec<Line> = new.map(|line| Line { product: CAKE, cents: 1200, ..*line }).collect();
                lines.extend(new);
            })
        },
        case("bread instead of tea", "le mix produits", |lines| {
            for line in lines
                .iter_mut()
                .filter(|line| line.product == TEA && line.is_from(2024, 4, 1) && line.ticket % 6 == 0)
            {
                (line.product, line.cents) = (BREAD, cents(BREAD));
            }
        }),
        Case {
            basis: Basis::Previous,
            days: (Date::constant(2024, 1, 1), Date::constant(2024, 1, 31)),
            line: "Galette : 198 de plus",
            ..case("a product of the season that is back", "plus d’articles par client", |lines| {
                let is_january = |line: &&Line| line.product == TEA && line.day.month() == 1;
                let cakes: Vec<Line> = lines
                    .iter()
                    .filter(is_january)
                    .map(|line| Line { product: CAKE, cents: 1200, ..*line })
                    .collect();
                lines.extend(cakes);
            })
        },
        Case {
            days: (Date::constant(2024, 4, 21), Date::constant(2024, 4, 21)),
            ..case("a slow product that sells on one Sunday", "plus d’articles par client", |lines| {
                let eggs = lines.iter().filter(|line| {
                    let is_day = [(2024, 4, 21), (2023, 4, 20), (2023, 9, 7), (2024, 5, 2)].contains(&(
                        line.day.year(),
                        line.day.month(),
                        line.day.day(),
                    ));
                    line.product == TEA && is_day
                });
                let eggs: Vec<Line> = eggs.map(|line| Line { product: EGG, cents: 1500, ..*line }).collect();
                lines.extend(eggs);
            })
        },
        case("a product called back", "plus de retours", |lines| {
            for line in lines.iter_mut().filter(|line| line.product == TEA && line.is_from(2024, 4, 1)) {
                line.quantity = -line.quantity;
            }
        }),
    ]
}

/// Each second tea is brought back on another ticket.
fn return_tea(lines: &mut Vec<Line>, on: impl Fn(&Line) -> bool) {
    let back = lines.iter().filter(|line| line.product == TEA && line.ticket % 6 == 0 && on(line));
    let back: Vec<Line> =
        back.map(|line| Line { ticket: line.ticket + 200, quantity: -line.quantity, ..*line }).collect();
    lines.extend(back);
}

fn returns() -> Vec<Case> {
    vec![
        Case {
            line: "Thé : retours",
            ..case("more returns", "plus de retours", |lines| {
                return_tea(lines, |line| line.is_from(2024, 4, 1));
            })
        },
        Case {
            line: "Thé : retours",
            ..case("fewer returns", "moins de retours", |lines| {
                return_tea(lines, |line| !line.is_from(2024, 4, 1));
            })
        },
        Case {
            has_tickets: false,
            ..case("more returns without tickets", "plus de retours", |lines| {
                return_tea(lines, |line| line.is_from(2024, 4, 1));
            })
        },
        case("more comes back than is sold", "plus de retours", |lines| {
            let sold = lines.iter().filter(|line| line.is_in(2024, 4));
            let back = |line: &Line| {
                [300, 400].map(|ticket| Line {
                    ticket: line.ticket + ticket,
                    quantity: -line.quantity,
                    ..*line
                })
            };
            let back: Vec<Line> = sold.flat_map(back).collect();
            lines.extend(back);
        }),
        case("prices raised where as much comes back as ever", "les prix", |lines| {
            lines
                .iter_mut()
                .filter(|line| line.is_from(2024, 3, 1))
                .for_each(|line| line.cents += line.cents / 10);
            return_tea(lines, |_| true);
        }),
        case("fewer customers where as much comes back as ever", "moins de clients", |lines| {
            lines.retain(|line| line.ticket % 3 != 1 || !line.is_from(2024, 4, 1));
            return_tea(lines, |_| true);
        }),
    ]
}

fn stores_and_days() -> Vec<Case> {
    vec![
        Case {
            line: "Nice (M3) : fermé",
            ..case("a store closed", "les magasins fermés", |lines| {
                lines.retain(|line| line.store != NICE || !line.is_from(2024, 2, 1));
            })
        },
        Case {
            line: "Nice (M3) : ouvert",
            ..case("a store opened", "les magasins ouverts", |lines| {
                lines.retain(|line| line.store != NICE || line.is_from(2023, 10, 2));
            })
        },
        case("a store that now shuts on Mondays", "les jours d’ouverture", |lines| {
            lines.retain(|line| {
                let is_monday = line.day.weekday().to_monday_zero_offset() == 0;
                line.store != NICE || !is_monday || !line.is_from(2024, 2, 1)
            });
        }),
        case("a store closed for works of two weeks", "les jours d’ouverture", |lines| {
            lines.retain(|line| {
                line.store != LYON || !line.is_in(2024, 4) || !(8..=21).contains(&line.day.day())
            });
        }),
        Case {
            days: (Date::constant(2024, 4, 8), Date::constant(2024, 4, 14)),
            ..case("a week in which a store is closed for works", "les jours d’ouverture", |lines| {
                lines.retain(|line| {
                    line.store != LYON || !line.is_in(2024, 4) || !(8..=14).contains(&line.day.day())
                });
            })
        },
        Case {
            basis: Basis::Previous,
            days: (Date::constant(2024, 4, 15), Date::constant(2024, 4, 21)),
            ..case("the week after a store was closed for works", "les jours d’ouverture", |lines| {
                lines.retain(|line| {
                    line.store != LYON || !line.is_in(2024, 4) || !(8..=14).contains(&line.day.day())
                });
            })
        },
        Case {
            basis: Basis::Previous,
            days: (Date::constant(2024, 4, 21), Date::constant(2024, 4, 21)),
            ..case(
                "a Sunday after a Saturday, of stores that shut on Sundays",
                "les jours d’ouverture",
                |lines| {
                    lines
                        .retain(|line| line.store == NICE || line.day.weekday().to_monday_zero_offset() != 6);
                },
            )
        },
        Case {
            basis: Basis::Previous,
            days: MARCH,
            ..case("a month with one Saturday more", "les jours d’ouverture", |_| {})
        },
        Case {
            basis: Basis::SameDates,
            days: (Date::constant(2024, 2, 1), Date::constant(2024, 2, 29)),
            ..case("a leap day", "les jours d’ouverture", |_| {})
        },
        Case {
            days: MARCH,
            ..case("Easter moved into the month", "le décalage des fêtes", |lines| {
                let easters = [Date::constant(2023, 4, 9), Date::constant(2024, 3, 31)];
                tickets_of(lines, EGG, 8, |day| {
                    easters.iter().any(|sunday| (0..7).contains(&(*sunday - day).get_days()))
                });
            })
        },
        Case {
            days: (Date::constant(2024, 4, 1), Date::constant(2024, 4, 7)),
            ..case("a week with Easter Monday", "le décalage des fêtes", |lines| {
                let mondays = [Date::constant(2023, 4, 10), Date::constant(2024, 4, 1)];
                lines.retain(|line| !mondays.contains(&line.day));
            })
        },
        Case {
            label: "27 des 30 jours",
            ..case("dearer bread, and a hole of three days in the data", "les prix", |lines| {
                lines.retain(|line| !line.is_in(2024, 4) || !(9..=11).contains(&line.day.day()));
                let dearer =
                    lines.iter_mut().filter(|line| line.product == BREAD && line.is_from(2024, 4, 1));
                dearer.for_each(|line| line.cents += 20);
            })
        },
        Case {
            days: (Date::constant(2024, 5, 1), LAST),
            label: "sans Nice (M3) du 28 au 31 mai 2024",
            ..case("dearer bread, and one store late", "les prix", |lines| {
                lines.retain(|line| line.store != NICE || !line.is_from(2024, 5, 28));
                let dearer =
                    lines.iter_mut().filter(|line| line.product == BREAD && line.is_from(2024, 5, 1));
                dearer.for_each(|line| line.cents += 20);
            })
        },
    ]
}

/// Coffee has another reference from a day on, which sells beside the old one for some days.
fn renumber_coffee(lines: &mut [Line], days_of_both: i8) {
    for line in lines.iter_mut().filter(|line| line.product == COFFEE && line.is_from(2024, 2, 1)) {
        if line.is_from(2024, 2, 1 + days_of_both) || line.ticket % 2 == 0 {
            line.product = COFFEE_AGAIN;
        }
    }
}

/// What is closed and opened, or lost and new, though it goes on.
fn successions() -> Vec<Case> {
    vec![
        Case {
            says: "CAFE semble remplacer Café : +1 843 € et −1 728 €, soit +115 € ensemble.",
            ..case("a product with another reference", "les produits nouveaux", |lines| {
                renumber_coffee(lines, 0);
                for line in lines.iter_mut().filter(|line| line.product == COFFEE_AGAIN) {
                    line.cents += 20;
                }
            })
        },
        case("two references of one name side by side", "les produits nouveaux", |lines| {
            renumber_coffee(lines, 9);
        }),
        Case {
            says: "Nice (M4) semble remplacer Nice (M3) : ",
            ..case("a store with another code", "les magasins ouverts", |lines| {
                let later = lines.iter_mut().filter(|line| line.store == NICE && line.is_from(2024, 3, 11));
                later.for_each(|line| line.store = NICE_AGAIN);
            })
        },
        Case {
            says: "Lyon a déménagé, c’est maintenant Bron : ",
            ..case("a store that has moved", "les magasins ouverts", |lines| {
                let later = lines.iter_mut().filter(|line| line.store == LYON && line.is_from(2024, 3, 11));
                later.for_each(|line| line.store = BRON);
            })
        },
        Case {
            days: (Date::constant(2024, 5, 1), LAST),
            says: "Lyon a déménagé, c’est maintenant Bron : ",
            ..case("a store that has moved three weeks ago", "les magasins ouverts", |lines| {
                let later = lines.iter_mut().filter(|line| line.store == LYON && line.is_from(2024, 5, 11));
                later.for_each(|line| line.store = BRON);
            })
        },
    ]
}

/// Causes that reach some of the sales only.
fn in_parts() -> Vec<Case> {
    vec![
        Case {
            line: "Comté : prix",
            ..case("one product dearer in one store", "les prix", |lines| {
                let dearer = |line: &&mut Line| {
                    line.product == CHEESE && line.store == NICE && line.is_from(2024, 2, 1)
                };
                lines.iter_mut().filter(dearer).for_each(|line| line.cents += 900);
            })
        },
        Case {
            line: "Comté : ",
            ..case("cheese no longer sold in one store", "moins d’articles par client", |lines| {
                lines
                    .retain(|line| line.product != CHEESE || line.store != NICE || !line.is_from(2024, 3, 1));
            })
        },
        case("fewer customers on Saturdays", "moins de clients", |lines| {
            lines.retain(|line| {
                let is_saturday = line.day.weekday().to_monday_zero_offset() == 5;
                !is_saturday || line.ticket < 4 || !line.is_from(2024, 4, 1)
            });
        }),
        Case {
            days: (Date::constant(2024, 5, 1), LAST),
            label: "au 23 mai",
            ..case("fewer customers in a month that is not over", "moins de clients", |lines| {
                lines.retain(|line| !line.is_from(2024, 5, 24));
                lines.retain(|line| line.ticket % 3 != 1 || !line.is_from(2024, 5, 1));
            })
        },
        Case {
            basis: Basis::Previous,
            days: (Date::constant(2024, 4, 22), Date::constant(2024, 4, 28)),
            ..case("a week of gifts in place of what was paid", "les prix", |lines| {
                let given = |line: &&mut Line| {
                    line.product == TEA && line.is_from(2024, 4, 22) && !line.is_from(2024, 4, 29)
                };
                lines.iter_mut().filter(given).for_each(|line| line.cents = 0);
            })
        },
    ]
}

fn customers() -> Vec<Case> {
    vec![
        case("fewer customers", "moins de clients", |lines| {
            lines.retain(|line| line.ticket % 3 != 1 || !line.is_from(2024, 4, 1));
        }),
        Case {
            store: Some("Lyon"),
            ..case("more customers in one of the stores", "plus de clients", |lines| {
                let more = lines.iter().filter(|line| line.store == LYON && line.is_from(2024, 3, 1));
                let more: Vec<Line> = more.map(|line| Line { ticket: line.ticket + 50, ..*line }).collect();
                lines.extend(more);
            })
        },
        Case {
            line: "Pain : 576 de moins",
            ..case("smaller baskets", "moins d’articles par client", |lines| {
                let fewer = lines.iter_mut().filter(|line| line.product == BREAD && line.is_from(2024, 4, 1));
                fewer.for_each(|line| line.quantity = 2.0);
            })
        },
        Case {
            line: "Comté : 44,10 de plus",
            ..case("more kilograms of cheese", "plus d’articles par client", |lines| {
                let more = lines.iter_mut().filter(|line| line.product == CHEESE && line.is_from(2024, 4, 1));
                more.for_each(|line| line.quantity = 0.4);
            })
        },
        Case {
            has_tickets: false,
            ..case("fewer pieces without tickets", "le volume", |lines| {
                lines.retain(|line| line.ticket % 3 != 1 || !line.is_from(2024, 4, 1));
            })
        },
    ]
}

/// A database of these lines.
fn shop(path: &Path, lines: &[Line], has_tickets: bool) -> Embedded {
    let database = Embedded::open(path).unwrap();
    let mut connection = rusqlite::Connection::open(path).unwrap();
    let transaction = connection.transaction().unwrap();
    for (id, name) in (1_i64..).zip(PRODUCTS) {
        let values = (id, name, format!("P{id}"));
        transaction.execute("insert into products (id, name, code) values (?1, ?2, ?3)", values).unwrap();
    }
    for (id, city) in (1_i64..).zip(STORES) {
        let values = (id, city, format!("M{id}"));
        transaction.execute("insert into stores (id, city, code) values (?1, ?2, ?3)", values).unwrap();
    }
    if let Some(moved) = lines.iter().find(|line| line.store == BRON) {
        let sql = "insert into store_moves (store_id, from_day, moved_to) values (?1, ?2, ?3)";
        transaction.execute(sql, (LYON, moved.day.to_string(), BRON)).unwrap();
    }
    let sql = "insert into sales (product_id, store_id, sale_date, quantity, amount, ticket)
        values (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = transaction.prepare(sql).unwrap();
    for line in lines {
        let amount = (line.quantity * line.cents as f64).round() / 100.0;
        let ticket = has_tickets.then(|| line.ticket.to_string());
        let day = line.day.to_string();
        statement.execute((line.product, line.store, day, line.quantity, amount, ticket)).unwrap();
    }
    drop(statement);
    transaction.commit().unwrap();
    database
}

/// The label, the sentence and the first line.
fn explained(case: &Case) -> [String; 3] {
    let mut lines = lines();
    (case.made)(&mut lines);
    let folder = tempfile::tempdir().unwrap();
    let database = shop(&folder.path().join("shop.db"), &lines, case.has_tickets);
    let sales = Sales::of(&database).unwrap();
    let filters: Vec<Filter> =
        case.store.map(|store| Filter::named(Grouping::Store, [store])).into_iter().collect();
    let asked = (case.basis, Period::between(case.days.0, case.days.1));
    let days = ComparedDays::of(&sales, asked, &filters, StoreScope::AllStores).unwrap();
    let explained = explain(&sales, days, &filters).unwrap();
    let words = Words::new(Lang::French);
    let line = explained.change.top(1).first();
    [
        comparison_label(&explained.days, &words),
        explanation_sentence(&explained, &words),
        line.map(|line| explanation_line(line, &explained, &words)).unwrap_or_default(),
    ]
}

#[test]
fn the_cause_that_was_made_is_the_one_that_is_named() {
    let cases = prices_and_products()
        .into_iter()
        .chain(returns())
        .chain(stores_and_days())
        .chain(customers())
        .chain(successions())
        .chain(in_parts())
        .collect::<Vec<_>>();
    let mut wrong = Vec::new();
    for case in &cases {
        let [label, sentence, line] = explained(case);
        let named = sentence.contains(&format!(", surtout par {}", case.cause));
        let is_said = sentence.contains(case.says)
            && (!case.says.is_empty() || !sentence.contains("remplacer") && !sentence.contains("déménagé"));
        if !named || !is_said || !line.starts_with(case.line) || !label.contains(case.label) {
            wrong.push(format!("{}\n    {label}\n    {sentence}\n    {line}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 35);
}
