//! The tables of verbs in both READMEs hold what the program has.

use std::collections::BTreeSet;

use crate::program::Desk;

const READMES: [&str; 2] = ["README.md", "README.fr.md"];

/// A row of a README's table of verbs: the verbs that it names, and what it says of them.
struct Row {
    verbs: Vec<String>,
    description: String,
}

/// The rows of the table of verbs, which is the first table of a README.
fn rows_of(readme: &str) -> Vec<Row> {
    let path = format!("{}/../../{readme}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let table =
        text.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with("| `"));
    table
        .map(|line| {
            let (verbs, description) = line.trim_start_matches("| `").split_once("` |").unwrap();
            Row { verbs: verbs_of(&verbs.replace("\\|", "|")), description: description.to_owned() }
        })
        .collect()
}

/// `imports list|show N` names `imports list` and `imports show`; words in capitals are arguments.
fn verbs_of(cell: &str) -> Vec<String> {
    let alternatives: Vec<&str> = cell.split('|').collect();
    let words: Vec<&str> = alternatives[0].split_whitespace().filter(|word| !is_argument(word)).collect();
    let (last, before) = words.split_last().unwrap();
    if alternatives.len() == 1 {
        return vec![words.join(" ")];
    }
    let others = alternatives[1..].iter().map(|alternative| alternative.split_whitespace().next().unwrap());
    let all = std::iter::once(*last).chain(others);
    all.map(|verb| [before, &[verb.trim_matches(['[', ']'])]].concat().join(" ")).collect()
}

fn is_argument(word: &str) -> bool {
    word.chars().all(|letter| letter.is_uppercase() || letter == '.')
}

/// Every verb of the program that has no verbs below it.
fn verbs_of_the_program(desk: &Desk, above: &[&str]) -> BTreeSet<String> {
    let help = desk.run(&[above, &["--help", "--lang", "en"]].concat()).out;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let mut verbs = BTreeSet::new();
    for verb in commands.filter_map(|line| line.split_whitespace().next()) {
        verbs.extend(verbs_of_the_program(desk, &[above, &[verb]].concat()));
    }
    if verbs.is_empty() {
        verbs.insert(above.join(" "));
    }
    verbs
}

#[test]
fn both_tables_name_every_verb_of_the_program_and_no_other() {
    let verbs = verbs_of_the_program(&Desk::new(), &[]);
    assert!(verbs.contains("db token create"), "{verbs:?}");
    for readme in READMES {
        let named: BTreeSet<String> = rows_of(readme).into_iter().flat_map(|row| row.verbs).collect();
        assert_eq!(named, verbs, "{readme}");
    }
}

#[test]
fn every_flag_that_a_table_names_is_in_the_help_of_its_verb() {
    let desk = Desk::new();
    for readme in READMES {
        for row in rows_of(readme) {
            let helps = row.verbs.iter().map(|verb| {
                let words: Vec<&str> = verb.split(' ').chain(["--help"]).collect();
                desk.run(&words).out
            });
            let helps: String = helps.collect();
            let flags = row.description.split(|letter: char| !(letter.is_alphanumeric() || letter == '-'));
            for flag in flags.filter(|word| word.starts_with("--")) {
                assert!(helps.contains(flag), "{readme}: {:?} have no {flag}", row.verbs);
            }
        }
    }
}
