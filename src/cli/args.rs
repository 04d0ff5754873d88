//! The command line as it is typed. Nothing is opened or decided here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::words::Language;
use crate::load::Replace;
use crate::pdf::LIMIT_NAMES;

/// Each job is two threads with a stack of their own; thousands of them would hang a machine before anything is read.
const MOST_JOBS: i64 = 256;

const EXAMPLES: &str = "\
Examples:
  extract *.pdf                      read these files; results in ./out
  extract -o results disclosures/    read every *.pdf and *.txt under a folder
  find . -name '*.pdf' | extract -   take the list of paths from standard input
  extract -f parquet,sqlite -j 4 .   other formats, on four threads
  extract -o - a.pdf | jq .value     rows on standard output; --tables facts for those of one table
  extract flat a.pdf | less          look at what is read: the flattened text, '|' between cells
  extract draw a.pdf -p 3 -o .       look at where it was read: page 3 as a-p3.svg
  extract ledger a.pdf               look at what was not: amounts that nothing claims
  extract explain out/documents/a.json   look at what contradicts itself, and why

Exit status:
  0  every document was read, and no check (other than of severity info) is a mismatch
  1  every document was read, and some check (other than of severity info) is a mismatch
  2  an input could not be read, or the call was wrong; results of the others are written all the same";

/// Published Chinese budget disclosures (部门预算 / 部门决算 公开) become exact, reconciled data.
#[derive(Debug, Parser)]
#[command(name = "extract", version, after_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Cli {
    /// Another job than the main one.
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
    #[command(flatten)]
    pub(crate) main: MainArgs,
}

/// The main job: read files, write results.
#[derive(Debug, Args)]
pub(crate) struct MainArgs {
    /// Files, folders (searched for *.pdf and *.txt), or `-` for a list of paths on standard input.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Where results go: a folder, or `-` for rows on standard output, one JSON object a line.
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(crate) out: PathBuf,
    /// What to write, comma-separated [default: json,csv; ndjson for `-o -`]
    ///
    /// json     documents/NAME.json, the whole typed document of each input
    /// csv      documents.csv, tables.csv, facts.csv, … : UTF-8, RFC 4180, an empty field is null
    /// ndjson   the same tables, one JSON object a line, decimals as strings
    /// parquet  the same tables with typed columns, DECIMAL(38, 10), zstd
    /// sqlite   disclosures.sqlite: the same tables with keys, indexes and views
    /// none     read and check everything, write nothing
    #[arg(short, long, value_name = "LIST", verbatim_doc_comment)]
    pub(crate) format: Option<String>,
    /// Write only these of the tables, comma-separated: documents,facts,checks …
    #[arg(long, value_name = "LIST")]
    pub(crate) tables: Option<String>,
    /// Threads that read, at most 256 [default: all cores].
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(..=MOST_JOBS), allow_negative_numbers = true)]
    pub(crate) jobs: u16,
    /// Read every input, also those that an earlier run into DIR has read, and keep nothing for later runs.
    ///
    /// Without this, what was made of an input is kept in DIR/.cache by its content: a run that was stopped goes on where it
    /// was, and a second run over a folder reads only what is new. Another version of the program or of the grammars
    /// starts anew.
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// No progress, no summary; errors only.
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// One line an input while it runs, and all checks that mismatch at the end.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// What is told while it runs: text, or one JSON object a line on standard error.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub(crate) log_format: LogFormat,
    #[command(flatten)]
    pub(crate) lang: LangArgs,
    /// In CSV, put ' before text that a spreadsheet would take for a formula.
    #[arg(long)]
    pub(crate) csv_safe: bool,
    #[command(flatten)]
    pub(crate) forms: FormArgs,
    #[command(flatten)]
    pub(crate) open: OpenArgs,
}

/// In which language it is told.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct LangArgs {
    /// Language of what is told on the terminal, and in which a report opens [default: that of the locale; a report
    /// opens in that of the browser].
    #[arg(long, value_name = "LANG", value_enum, global = true)]
    pub(crate) lang: Option<Language>,
}

impl LangArgs {
    /// The language asked for, else that of the locale.
    pub(crate) fn language(self) -> Language {
        self.lang.unwrap_or_else(|| Language::of_locale(|name| std::env::var(name).ok()))
    }
}

/// For whom the run is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A person.
    Text,
    /// A program.
    Json,
}

/// What gives way to what is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReplaceArg {
    /// Rows of the same documents; those of earlier bytes of a file stay, as history
    Document,
    /// And rows of other documents at the same paths, with what was compared with them
    Path,
    /// All rows: the tables hold what the folder holds
    All,
}

impl From<ReplaceArg> for Replace {
    fn from(replace: ReplaceArg) -> Replace {
        match replace {
            ReplaceArg::Document => Replace::Document,
            ReplaceArg::Path => Replace::Path,
            ReplaceArg::All => Replace::All,
        }
    }
}

/// Which forms to read with.
#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    /// Use this folder of grammars instead of the embedded ones.
    #[arg(long, value_name = "DIR")]
    pub(crate) grammars: Option<PathBuf>,
}

/// How to open a file.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// Password of encrypted PDFs.
    #[arg(long, value_name = "TEXT")]
    pub(crate) password: Option<String>,
    /// Mask names of contact persons, telephone and identity numbers and e-mail addresses, in everything that is written.
    ///
    /// They are masked before anything is read, each letter and digit by █, so no output has them: what stands in
    /// personal.toml of the grammars is found. Amounts are never masked. A note and a column of documents.csv count what was;
    /// a report of such a run does not draw it. Give it a folder of its own: files that another run left there stay as they are.
    #[arg(long)]
    pub(crate) redact: bool,
    /// Leave out pages not begun after this many seconds on one file, with a note; 0 for no limit.
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        allow_negative_numbers = true,
        help_heading = "Limits"
    )]
    pub(crate) time_limit: u64,
    /// Another bound on what one PDF may use; see --help. May be given several times.
    ///
    /// A PDF that exceeds file-bytes (default 268435456) or object-bytes (536870912: memory its objects take) is refused.
    /// What exceeds another limit is left out, with a note: stream-bytes (67108864: one stream, decompressed),
    /// document-bytes (2147483648: all content, decompressed), pages (2000), page-operators (3000000), document-operators
    /// (100000000), page-glyphs (300000), document-glyphs (50000000), page-fonts (128), form-depth (16), saved-states (2000).
    /// Each page gets an equal share of what the document may use.
    #[arg(long = "limit", value_name = "NAME=N", value_parser = limit, help_heading = "Limits")]
    pub(crate) limits: Vec<(String, u64)>,
}

/// `pages=500`.
fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=N, such as pages=500")?;
    if !LIMIT_NAMES.contains(&name) {
        return Err(format!("there is no limit `{name}`; the limits are {}", LIMIT_NAMES.join(", ")));
    }
    match value.parse() {
        Err(_) => Err(format!("`{value}` is not a whole number")),
        Ok(0) => Err(format!("nothing is left of {name} within a limit of 0; give 1 or more")),
        Ok(value) => Ok((name.to_owned(), value)),
    }
}

/// The other jobs. A file with one of these names is given as `./flat`.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Print the flattened text of one file: what every table and sentence is read from.
    Flat {
        /// A PDF or a text; `-` for standard input.
        file: PathBuf,
        #[command(flatten)]
        forms: FormArgs,
        #[command(flatten)]
        open: OpenArgs,
    },
    /// Draw one page of a PDF as SVG, with what was seen on it.
    ///
    /// Rulings as drawn are orange; what they merge to (edges, cells) is blue. Every character stands in its box: grey,
    /// purple where it is invisible on the page, red where it could not be read. The rows of each table are outlined in
    /// green with its number and id; its values are filled green, or red where their column is not proved. A viewer
    /// shows the row and column of a cell, and the column of a value, under the pointer.
    Draw {
        /// A PDF; `-` for standard input.
        file: PathBuf,
        /// Which page, counted from 1.
        #[arg(short, long, value_name = "N", default_value_t = 1, allow_negative_numbers = true)]
        page: u32,
        /// Where to: a file, a folder (it gets FILE-pN.svg), or `-` for standard output.
        #[arg(short, long, value_name = "OUT", default_value = "-")]
        out: PathBuf,
        #[command(flatten)]
        forms: FormArgs,
        #[command(flatten)]
        open: OpenArgs,
    },
    /// List the amounts of one document that nothing claims, each with the words around it.
    ///
    /// Every amount token of the text (digits with a decimal part or with comma groups) is claimed by
    /// one thing: a fact, a card, an indicator, a statement …; ledger.csv has them all. What is left
    /// was not understood, or is no money: document numbers, times, telephone numbers. For each: page,
    /// line, the amount, and its line with the amount in 【】.
    ///
    ///   extract ledger a.pdf               what is left
    ///   extract ledger --all a.pdf         every amount, with who claims it
    ///   extract flat a.pdf                 the text with these lines in it
    ///
    /// The exit status is 0 whatever is left.
    #[command(verbatim_doc_comment)]
    Ledger {
        /// A PDF or a text; `-` for standard input.
        file: PathBuf,
        /// Every amount, with who claims it.
        #[arg(short, long)]
        all: bool,
        #[command(flatten)]
        forms: FormArgs,
        #[command(flatten)]
        open: OpenArgs,
    },
    /// Write the embedded grammars into a new folder, to work in: what knows titles, columns and checks is there.
    ///
    ///   extract grammars my-grammars
    ///   extract new-form hefei --from a.pdf > my-grammars/hefei.toml
    ///   extract --grammars my-grammars a.pdf
    #[command(verbatim_doc_comment)]
    Grammars {
        /// The folder; made where there is none, refused where it holds anything.
        #[arg(value_name = "DIR")]
        to: PathBuf,
    },
    /// Draft a grammar file from documents of a place: their tables as entries that the loader takes as they are.
    ///
    /// Print it into a copy of the grammars, look at every line with a `?`, and read with it:
    ///
    ///   extract grammars my-grammars
    ///   extract new-form hefei --from a.pdf > my-grammars/hefei.toml
    ///   extract --grammars my-grammars a.pdf
    ///
    /// Several documents make a better draft: tables with the same columns become one entry, and a sum
    /// is kept only if every row of all of them bears it out.
    #[command(verbatim_doc_comment)]
    NewForm {
        /// The name of the file to be, without .toml: `hefei`.
        id: String,
        /// Documents of the place, PDFs best.
        #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
        from: Vec<PathBuf>,
        #[command(flatten)]
        forms: FormArgs,
        #[command(flatten)]
        open: OpenArgs,
    },
    /// List the forms: which titles they read, and their columns.
    ///
    ///   extract forms                      all
    ///   extract forms beijing              those of a place: by its file, or its name
    ///   extract forms general_public       those of a table
    ///   extract forms 三公                 those with a title that has this in it
    #[command(verbatim_doc_comment)]
    Forms {
        /// A place, a table, a form, or a part of a title.
        word: Option<String>,
        #[command(flatten)]
        forms: FormArgs,
    },
    /// List the checks: what each compares, and why.
    Checks {
        /// A part of an id, a group, or a source: `three-public`, `PCT`, `KPI-05`.
        word: Option<String>,
        #[command(flatten)]
        forms: FormArgs,
    },
    /// Explain one check of a written document: its equation with the numbers, and where each stands.
    ///
    /// FILE is one of those under documents/, CHECK_NO the number of the check in checks.csv or in FILE. Printed are the
    /// figures of both sides with page and box (points, origin top left), the difference and what the printed digits
    /// leave open, the suspected cause with the figure that would close it, and what the check is for.
    ///
    ///   extract explain out/documents/a.json        the mismatches, one cause each
    ///   extract explain out/documents/a.json 333    one of them, or any other check
    ///
    /// Nothing is ever corrected; a proposal is for the person who looks at the page. The exit status is 0 whatever
    /// there is to explain.
    #[command(verbatim_doc_comment)]
    Explain {
        /// A file under documents/; `-` for standard input.
        file: PathBuf,
        /// Which check; without it, all mismatches are listed.
        #[arg(value_name = "CHECK_NO")]
        check: Option<u32>,
        #[command(flatten)]
        forms: FormArgs,
    },
    /// Print the JSON Schema of documents/*.json.
    Schema,
    /// Print the completions of a shell: `extract completions bash > /etc/bash_completion.d/extract`.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page, or that of a verb: `extract man > extract.1`, `extract man flat > extract-flat.1`.
    Man {
        /// Which verb.
        verb: Option<String>,
    },
    /// Write one self-contained HTML file about a results folder: overview, documents, contradictions with their pictures.
    ///
    ///   extract -o results folder/
    ///   extract report results              results/report.html
    ///
    /// The folder must hold documents/*.json, and documents.csv if failed inputs are to be shown. Pictures
    /// need the PDFs at the paths they were read from. The file fetches nothing.
    #[command(verbatim_doc_comment)]
    Report {
        /// The results folder.
        #[arg(value_name = "OUT", default_value = "out")]
        dir: PathBuf,
        /// Where to [default: OUT/report.html].
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        forms: FormArgs,
        #[command(flatten)]
        open: OpenArgs,
    },
    /// Copy the CSV tables of a results folder into PostgreSQL.
    ///
    ///   extract -f csv -o results folder/
    ///   extract load postgres://user:password@host/database --from results
    ///
    /// Documents that are there already (by document_id) are replaced whole, and so is what stood at their
    /// paths before; --replace says otherwise. All else stays. Everything happens in one transaction.
    /// Tables and columns that are missing are made. The connection is not encrypted: reach a far server
    /// through a tunnel.
    #[command(verbatim_doc_comment)]
    Load {
        /// Where to: postgres://user:password@host:port/database.
        url: String,
        /// The results folder.
        #[arg(long, value_name = "DIR", default_value = "out")]
        from: PathBuf,
        /// The schema that holds the tables; made where there is none.
        #[arg(long, value_name = "NAME", default_value = "yusuan")]
        schema: String,
        /// What gives way to what is loaded.
        #[arg(long, value_name = "WHAT", value_enum, default_value = "path")]
        replace: ReplaceArg,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_limit_can_be_set_and_has_its_default_in_the_help() {
        let help = Cli::command().render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for name in LIMIT_NAMES {
            let mut limits = crate::pdf::Limits::default();
            assert!(limits.set(name, 7), "{name}");
            assert_ne!(limits, crate::pdf::Limits::default(), "{name}");
            let (_, said) = help.split_once(&format!("{name} (")).unwrap_or_default();
            let default =
                said.trim_start_matches("default ").split([')', ':']).next().and_then(|n| n.parse().ok());
            assert!(default.is_some_and(|default| limits.set(name, default)), "{name} in the help");
            assert_eq!(limits, crate::pdf::Limits::default(), "{name}");
        }
        assert_eq!(limit("pages=5"), Ok(("pages".to_owned(), 5)));
        assert_eq!(limit("pages"), Err("expected NAME=N, such as pages=500".to_owned()));
        assert_eq!(limit("pages=x"), Err("`x` is not a whole number".to_owned()));
        assert_eq!(
            limit("pages=0"),
            Err("nothing is left of pages within a limit of 0; give 1 or more".to_owned())
        );
        assert!(
            limit("rows=5")
                .is_err_and(|error| error.starts_with("there is no limit `rows`; the limits are file-bytes"))
        );
    }

    fn paths_of(words: &[&str]) -> Option<Vec<PathBuf>> {
        Cli::try_parse_from(words).ok().filter(|cli| cli.verb.is_none()).map(|cli| cli.main.paths)
    }

    #[test]
    fn the_main_job_needs_no_verb() {
        assert_eq!(paths_of(&["extract", "a.pdf", "flat"]), Some(vec!["a.pdf".into(), "flat".into()]));
        assert_eq!(paths_of(&["extract", "./flat", "-q"]), Some(vec!["./flat".into()]));
        assert_eq!(paths_of(&["extract", "-"]), Some(vec!["-".into()]));
        assert!(matches!(
            Cli::try_parse_from(["extract", "flat", "a.pdf"]).map(|cli| cli.verb),
            Ok(Some(Verb::Flat { .. }))
        ));
        assert!(Cli::try_parse_from(["extract"]).is_err());
    }
}
