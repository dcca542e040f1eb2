//! The help of every command and flag, from the catalogues.

use clap::{Command, CommandFactory};
use comptoir_words::{FluentValue, Lang, Words};

use crate::flags::Flags;

/// The words of `--lang`, else of `COMPTOIR_LANG`, else French. Read before the command line is parsed, since what
/// the parser says is in that language too.
pub(crate) fn words_asked_for(args: impl Iterator<Item = String>) -> Words {
    let args: Vec<String> = args.collect();
    let named = args.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix("--lang") {
        Some("") => args.get(at + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let from_environment = std::env::var("COMPTOIR_LANG").ok();
    let code = named.or(from_environment.as_deref()).unwrap_or_default();
    Words::new(code.parse::<Lang>().unwrap_or_default())
}

/// The command line with its help in those words.
pub(crate) fn command(words: &Words) -> Command {
    let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
    translated(Flags::command().arg(version), words, "help").arg_required_else_help(true)
}

fn translated(command: Command, words: &Words, id: &str) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
        words.text("help-usage")
    );
    let command = command
        .about(words.text(id))
        .help_template(template)
        .subcommand_help_heading(words.text("help-commands"))
        .subcommand_value_name(words.text("help-value-command"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(words.text("help-help")),
        )
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
            let arg = arg.help_heading(words.text(heading)).hide_env(true);
            let names = arg.get_value_names().unwrap_or_default().iter();
            let names: Vec<String> = names.map(|name| value_name(name, words)).collect();
            let arg = if names.is_empty() { arg } else { arg.value_names(names) };
            let own = format!("{id}-{}", arg.get_id().as_str().replace('_', "-"));
            let shared = format!("help-{}", arg.get_id());
            let Some(id) = [own, shared].into_iter().find(|id| words.knows(id)) else { return arg };
            let help = words.text(&id);
            let default: Vec<&str> =
                arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
            if default.is_empty() || !arg.get_action().takes_values() {
                return arg.help(help);
            }
            let default = words.say("help-default", &[("value", FluentValue::from(default.join(",")))]);
            arg.help(format!("{help} {default}")).hide_default_value(true)
        });
    command.mut_subcommands(|subcommand| {
        let id = format!("{id}-{}", subcommand.get_name());
        translated(subcommand, words, &id)
    })
}

/// The name of a value in the reader's language: `FIELD=COLUMN` is `CHAMP=COLONNE`. Words that are typed as they stand
/// are in small letters, and stay.
fn value_name(name: &str, words: &Words) -> String {
    let is_mark = |letter: char| "|=:-".contains(letter);
    let translated = name.split_inclusive(is_mark).map(|part| {
        let word = part.trim_end_matches(is_mark);
        let id = format!("help-value-{}", word.to_lowercase());
        let is_typed = word.chars().any(char::is_lowercase);
        if is_typed || !words.knows(&id) {
            return part.to_owned();
        }
        words.text(&id) + &part[word.len()..]
    });
    translated.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and flag whose help is not from the catalogue.
    fn untold(command: &Command, path: &str, found: &mut Vec<String>) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        if about.is_empty() || about.starts_with("help") {
            found.push(path.to_owned());
        }
        for arg in command.get_arguments() {
            if arg.get_help().is_none() {
                found.push(format!("{path} {}", arg.get_id()));
            }
        }
        for subcommand in command.get_subcommands() {
            untold(subcommand, &format!("{path} {}", subcommand.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_flag_has_its_help_in_both_languages() {
        for lang in Lang::ALL {
            let mut found = vec![];
            untold(&command(&Words::new(lang)), "comptoir", &mut found);
            assert!(found.is_empty(), "{lang:?}: {found:?}");
        }
    }

    #[test]
    fn values_are_named_in_the_language_of_the_reader() {
        let french = |name: &str| value_name(name, &Words::new(Lang::French));
        assert_eq!(french("FIELD=COLUMN"), "CHAMP=COLONNE");
        assert_eq!(french("past|YYYY-MM-DD"), "past|AAAA-MM-JJ");
        assert_eq!(french("shop|keep|ZONE"), "shop|keep|FUSEAU");
        assert_eq!(french("new|upsert|replace"), "new|upsert|replace");
        assert_eq!(value_name("PATH|URL", &Words::new(Lang::English)), "PATH|URL");
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command(&Words::new(Lang::French)).debug_assert();
    }

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let lang = |line: &str| words_asked_for(line.split(' ').map(str::to_owned)).lang();
        assert_eq!(lang("comptoir --lang en demo"), Lang::English);
        assert_eq!(lang("comptoir demo --lang=en"), Lang::English);
        assert_eq!(lang("comptoir demo --lang fr"), Lang::French);
    }
}
