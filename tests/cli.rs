//! The command as a shell sees it: files, streams and exit status of the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A disclosure in plain text whose sums close; the figures are made up.
const GOOD: &str = include_str!("../samples/flattened/flattened.txt");

/// A figure of it, and a wrong one: 收入总计 of the first table.
const WRONG: (&str, &str) = ("827.28", "837.28");

/// Any PDF among the samples.
fn a_pdf() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/budget/budget.pdf")).unwrap()
}

fn extract(dir: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_extract"))
        .current_dir(dir)
        .env("LC_ALL", "C")
        .args(words)
        .output()
        .unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("the command ended by itself")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The command with these bytes on its standard input.
fn extract_from(dir: &Path, words: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_extract"))
        .current_dir(dir)
        .env("LC_ALL", "C")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// Every file below `dir`, by its path.
fn tree(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|file| (file.path().strip_prefix(dir).unwrap().to_owned(), fs::read(file.path()).unwrap()))
        .collect()
}

/// The values of one column of a CSV file, by header.
fn column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let index = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[index].to_owned()).collect()
}

#[test]
fn one_bad_file_never_stops_the_rest() {
    let pdf = a_pdf();
    let dir = folder(&[
        ("in/good.txt", GOOD.as_bytes()),
        ("in/empty.pdf", b""),
        ("in/page.pdf", b"<!DOCTYPE html><html><body>404</body></html>"),
        ("in/truncated.pdf", &pdf[..pdf.len() / 2]),
    ]);
    let output = extract(dir.path(), &["-q", "in"]);
    assert_eq!(status(&output), 2);
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert_eq!(lines[0], "error: in/empty.pdf: the file is empty (0 bytes); fetch it again");
    assert!(lines[1].starts_with("error: in/page.pdf: this is not a PDF but a web page (HTML)"), "{said}");
    assert!(lines[2].starts_with("error: in/truncated.pdf: the PDF is damaged beyond repair"), "{said}");
    let out = dir.path().join("out");
    assert_eq!(column(&out.join("documents.csv"), "status"), ["failed", "ok", "failed", "failed"]);
    assert_eq!(column(&out.join("documents.csv"), "error")[0], "the file is empty (0 bytes); fetch it again");
    let documents: Vec<_> = tree(&out.join("documents")).into_keys().collect();
    assert_eq!(documents, [PathBuf::from("good.json")]);
}

#[test]
fn the_same_inputs_give_the_same_bytes_at_any_number_of_jobs() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let dir = folder(&[]);
    for jobs in ["1", "2", "7"] {
        let words = ["-q", "-f", "json,csv,ndjson", "-j", jobs, "-o", jobs, samples];
        assert!(status(&extract(dir.path(), &words)) < 2);
    }
    let one = tree(&dir.path().join("1"));
    assert!(one.len() > 18, "nine tables twice and the documents: {:?}", one.keys());
    for jobs in ["2", "7"] {
        let other = tree(&dir.path().join(jobs));
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        let differ: Vec<_> = one.iter().filter(|(path, bytes)| other.get(*path) != Some(bytes)).collect();
        assert!(differ.is_empty(), "differ at --jobs {jobs}: {:?}", differ.iter().map(|(path, _)| path));
    }
}

#[test]
fn every_table_has_the_columns_of_the_contract() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    extract(dir.path(), &["-q", "-f", "csv", "a.txt"]);
    let header =
        |name: &str| text(&tree(&dir.path().join("out"))[Path::new(name)]).lines().next().unwrap().to_owned();
    let expect = [
        (
            "tables.csv",
            "table_no,table_id,title,number,unit,page_first,page_last,rows,columns,empty,unit_from",
        ),
        (
            "facts.csv",
            "table_no,table_id,table_title,page,line,row_no,row_role,code,name,project,side,column_no,column_id,column_label,printed,kind,value,unit,yuan,placed_by,x0,y0,x1,y1,parent",
        ),
        (
            "cards.csv",
            "card_no,card_kind,title,page,issuer,project,leader,year,budget_total,budget_fiscal,budget_other,unit,goal,authority,budget_initial,executed,term_goal,goal_actual,line",
        ),
        (
            "indicators.csv",
            "card_no,indicator_no,page,level1,level2,level3,operator,target,target_unit,target_text,basis,previous,weight,scoring,evidence,activity,term_target,explanation,actual,score,deviation,remark,line,x0,y0,x1,y1",
        ),
        (
            "statements.csv",
            "page,line,section,subject,code,amount,unit,share_percent,change,change_percent,direction,reason,text,\
             statement_no,measure,year,share_of,completion_percent,compared_with,previous,part_of,in_reason,item",
        ),
        (
            "checks.csv",
            "check_id,check_no,group,severity,verdict,left,right,difference,slack,unit,left_of,right_of,page,x0,y0,x1,y1,message,\
             other_path,other_page,relation,cause,suspect,suspect_printed,proposed,proposed_unit,root_check_no,follow_ups",
        ),
        ("ledger.csv", "page,line,text,value,claimed_by,x0,y0,x1,y1"),
        ("notes.csv", "note_id,level,message,page,line,x0,y0,x1,y1"),
        (
            "pairings.csv",
            "relation,other_id,other_path,issuer,other_issuer,region_code,fiscal_year,other_fiscal_year,disclosure,\
             other_disclosure,facts_alike,facts_unlike,checks_exact,checks_rounding,checks_mismatch,checks_unjudged,\
             agreeing,not_evaluated",
        ),
    ];
    for (name, columns) in expect {
        assert_eq!(header(name), format!("document_id,path,{columns}"), "{name}");
    }
    assert_eq!(
        header("documents.csv"),
        "document_id,path,source,status,error,bytes,pages,producer,title,issuer,region_code,region,fiscal_year,\
         disclosure,form_family,published_on,tables,facts,cards,statements,amounts,amounts_claimed,checks_exact,\
         checks_rounding,checks_mismatch,checks_unjudged,redacted"
    );
    assert!(!dir.path().join("out/documents").exists(), "json was not asked for");
}

#[test]
fn a_wrong_call_is_status_2_and_says_why() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    let check = |words: &[&str], expect: &str| {
        let output = extract(dir.path(), words);
        assert_eq!((status(&output), text(&output.stderr).lines().next()), (2, Some(expect)), "{words:?}");
        assert!(!dir.path().join("out").exists());
    };
    check(
        &["-f", "xlsx", "a.txt"],
        "error: unknown format 'xlsx': choose from json, ndjson, csv, parquet, sqlite, or none",
    );
    check(
        &["-o", "-", "-f", "csv", "a.txt"],
        "error: standard output takes ndjson, or csv with one table (--tables facts)",
    );
    check(&["-f", "json,none", "a.txt"], "error: 'none' writes nothing; give it alone, or leave it out");
    check(&["-o", "a.txt", "a.txt"], "error: a.txt is a file; results go into a folder");
    check(
        &["-j", "100000", "a.txt"],
        "error: invalid value '100000' for '--jobs <N>': 100000 is not in 0..=256",
    );
    check(&["-j", "-1", "a.txt"], "error: invalid value '-1' for '--jobs <N>': -1 is not in 0..=256");
    check(&["-q", "-v", "a.txt"], "error: the argument '--quiet' cannot be used with '--verbose'");
    check(&["--jobs", "2", "flat", "a.txt"], "error: unexpected argument '--jobs' found");
    check(&["--redact", "explain", "a.json"], "error: unexpected argument '--redact' found");
    check(
        &["--grammars", "a.txt", "forms"],
        "error: the grammars in a.txt: a.txt/: Not a directory (os error 20); `extract grammars DIR` writes a folder to work in",
    );
    check(&[], "error: the following required arguments were not provided:");
    fs::create_dir(dir.path().join("none")).unwrap();
    check(&["none"], "warning: no *.pdf or *.txt in none");
}

#[test]
fn a_file_given_twice_counts_once_and_equal_names_are_kept_apart() {
    let dir = folder(&[("a/x.txt", GOOD.as_bytes()), ("b/x.txt", GOOD.as_bytes())]);
    extract(dir.path(), &["-q", "a", "a/x.txt", "./a/../b/x.txt", "a"]);
    let out = dir.path().join("out");
    assert_eq!(column(&out.join("documents.csv"), "path"), ["./a/../b/x.txt", "a/x.txt"]);
    assert_eq!(tree(&out.join("documents")).len(), 2);
}

/// Names that try to leave the folder, or that a file system refuses, hides or confuses.
fn odd_stems() -> Vec<Vec<u8>> {
    let text = [
        "..",
        "",
        ".",
        "a\nb\u{7}",
        "a\u{1b}[2J",
        "con",
        "LPT1.2026",
        "x:y|z?",
        r"..\..\up",
        "预算 ",
        "=cmd()",
        "\"quoted\",",
        "-o",
        "~",
        "x~a410012a",
    ];
    let long = ["预".repeat(83), format!("{}算", "预".repeat(82))];
    let bytes = [b"\xff\xfe".to_vec(), b"\xff\xfd".to_vec()];
    let text = text.iter().map(|stem| stem.as_bytes().to_vec());
    text.chain(long.map(String::into_bytes)).chain(bytes).collect()
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_folder_whatever_inputs_are_named() {
    use std::os::unix::ffi::OsStrExt;
    let dir =
        folder(&[("in/deep/x.txt", GOOD.as_bytes()), ("in/X.txt", GOOD.as_bytes()), ("work/none.md", b"")]);
    let input = dir.path().join("in");
    for stem in odd_stems() {
        for (ending, content) in [("pdf", "no PDF"), ("txt", GOOD)] {
            let name = [&stem[..], b".", ending.as_bytes()].concat();
            fs::write(input.join(std::ffi::OsStr::from_bytes(&name)), content).unwrap();
        }
    }
    let before = tree(dir.path());
    let absolute = input.join("deep/x.txt").display().to_string();
    let work = dir.path().join("work");
    let output = extract(&work, &["-q", "-o", "out", "../in", "../work/../in/deep/../X.txt", &absolute]);
    assert_eq!(status(&output), 2, "some are no PDFs");
    let (_, added): (Vec<_>, Vec<_>) =
        tree(dir.path()).into_iter().partition(|(path, _)| before.contains_key(path));
    let out = Path::new("work/out");
    assert!(added.iter().all(|(path, _)| path.starts_with(out)), "{added:?}");

    let rows = column(&work.join("out/documents.csv"), "status");
    let read = rows.iter().filter(|status| *status != "failed").count();
    let documents = fs::read_dir(work.join("out/documents")).unwrap();
    let names: Vec<String> = documents.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names.len(), read, "a document for each input that was read: {names:#?}");
    for name in &names {
        let stem = name.strip_suffix(".json").unwrap();
        assert!(!name.starts_with('.') && name.len() < 230 && !stem.is_empty(), "{name}");
        assert!(!name.contains(|ch: char| ch.is_control() || r#"\/:*?"<>|"#.contains(ch)), "{name}");
    }
    let mut paths = column(&work.join("out/documents.csv"), "path");
    let all = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), all, "no two inputs are shown alike");
    assert!(paths.iter().any(|path| path.ends_with(r"in/\xFF\xFE.pdf")), "{paths:#?}");
}

#[test]
fn paths_come_from_standard_input_too() {
    let dir = folder(&[("a.txt", GOOD.as_bytes()), ("b.txt", GOOD.as_bytes())]);
    let output = extract_from(dir.path(), &["-", "-f", "csv"], b"b.txt\r\n\na.txt\n");
    assert!(text(&output.stdout).starts_with("documents        2"), "{}", text(&output.stdout));
    assert_eq!(column(&dir.path().join("out/documents.csv"), "path"), ["a.txt", "b.txt"]);
}

#[test]
fn an_option_stands_before_a_verb_or_after_it() {
    let dir = folder(&[("a.pdf", &a_pdf()), ("a.txt", "联系人：张三\n".as_bytes())]);
    let check = |before: &[&str], after: &[&str]| {
        let (before, after) = (extract(dir.path(), before), extract(dir.path(), after));
        assert_eq!(
            (before.status, before.stdout, before.stderr),
            (after.status, after.stdout.clone(), after.stderr)
        );
        text(&after.stdout)
    };
    let draft = check(
        &["--lang", "en", "--limit=pages=9", "new-form", "moon", "--from", "a.pdf"],
        &["new-form", "moon", "--from", "a.pdf", "--lang", "en", "--limit", "pages=9"],
    );
    assert!(draft.contains("[[form]]"), "{draft}");
    assert_eq!(check(&["--redact", "flat", "a.txt"], &["flat", "--redact", "a.txt"]), "联系人：██\n");
    check(&["-o", ".", "draw", "a.pdf"], &["draw", "a.pdf", "-o", "."]);
    check(&["--lang", "zh", "forms", "没有"], &["forms", "没有", "--lang", "zh"]);
    check(&["--lang", "zh", "help", "flat"], &["help", "flat"]);
}

#[test]
fn one_document_comes_from_standard_input_too() {
    let dir = folder(&[("a.txt", GOOD.as_bytes()), ("a.pdf", &a_pdf())]);
    extract(dir.path(), &["-q", "a.txt"]);
    for (words, file) in [
        (&["flat"][..], "a.pdf"),
        (&["flat"], "a.txt"),
        (&["ledger", "--all"], "a.txt"),
        (&["draw", "-p", "9"], "a.pdf"),
        (&["explain"], "out/documents/a.json"),
    ] {
        let named = extract(dir.path(), &[words, &[file]].concat());
        let piped =
            extract_from(dir.path(), &[words, &["-"]].concat(), &fs::read(dir.path().join(file)).unwrap());
        assert_eq!((status(&named), status(&piped)), (0, 0), "{words:?}");
        // What is told names the input it was given.
        let named = text(&named.stdout).replace(&format!("explain {file}"), "explain -");
        let named = if words[0] == "ledger" { named.replacen(file, "-", 1) } else { named };
        assert_eq!(named, text(&piped.stdout), "{words:?}");
    }
}

#[test]
fn what_goes_into_a_pipe_is_plain_and_may_be_left_unread() {
    let dir = folder(&[("a.pdf", &a_pdf())]);
    for words in [&["--help"][..], &["flat", "--help"], &["--nonsense"], &["forms"]] {
        let output = extract(dir.path(), words);
        assert!(![output.stdout, output.stderr].concat().contains(&0x1b), "colours in a pipe: {words:?}");
    }
    for words in [&["flat", "a.pdf"][..], &["-o", "-", "a.pdf"], &["schema"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_extract"))
            .current_dir(dir.path())
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((status(&output), text(&output.stderr).contains("error")), (0, false), "{words:?}");
    }
    assert_eq!(
        text(&extract(dir.path(), &["--version"]).stdout),
        concat!("extract ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    for words in [&["flat", "a.txt"][..], &["-o", "-", "a.txt"], &["-f", "none", "a.txt"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
        command.current_dir(dir.path()).env("LC_ALL", "C").args(words);
        let output = command.stdout(full.try_clone().unwrap()).stderr(Stdio::piped()).output().unwrap();
        let expect = "error: standard output cannot be written: No space left on device (os error 28)\n";
        assert_eq!((status(&output), text(&output.stderr).as_str()), (2, expect), "{words:?}");
    }
}

#[test]
fn a_database_is_named_as_postgres_names_it() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    extract(dir.path(), &["-q", "-f", "csv", "a.txt"]);
    let check = |url: &str, expect: &str| {
        let output = extract(dir.path(), &["load", url]);
        assert_eq!((status(&output), text(&output.stderr).as_str()), (2, expect));
    };
    check(
        "mysql://me:secret@host/x",
        "error: the connection cannot be understood (invalid connection string: unexpected EOF): \
         expected postgres://user:password@host:port/database\n",
    );
    check(
        "postgres://localhost:1/x",
        "error: cannot connect: error connecting to server: Connection refused (os error 111)\n",
    );
}

#[test]
fn what_an_earlier_run_left_is_told_and_stays() {
    let dir = folder(&[("a.txt", GOOD.as_bytes()), ("b.txt", GOOD.as_bytes())]);
    let last = |words: &[&str]| {
        text(&extract(dir.path(), words).stdout).lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(last(&["--lang", "en", "a.txt", "b.txt"]), "results in out");
    let expect = "documents/ also holds 1 of inputs that this run was not given";
    assert_eq!(last(&["--lang", "en", "a.txt"]), expect);
    assert!(dir.path().join("out/documents/b.json").exists());
}

#[test]
fn the_exit_status_tells_clean_from_contradictory() {
    let contradictory = GOOD.replacen(WRONG.0, WRONG.1, 1);
    assert_ne!(contradictory, GOOD, "the sample no longer prints {}", WRONG.0);
    let dir = folder(&[("good.txt", GOOD.as_bytes()), ("bad.txt", contradictory.as_bytes())]);
    assert_eq!(status(&extract(dir.path(), &["-q", "good.txt"])), 0);
    assert_eq!(status(&extract(dir.path(), &["-q", "bad.txt"])), 1);
}

#[test]
fn the_other_verbs_print() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    let print = |words: &[&str]| {
        let output = extract(dir.path(), words);
        assert_eq!(status(&output), 0, "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert!(print(&["flat", "a.txt"]).contains(GOOD.lines().next().unwrap()));
    assert!(print(&["forms"]).contains("general_public"));
    assert!(print(&["schema"]).contains("\"fiscal_year\""));
    assert!(!print(&["checks"]).trim().is_empty());
}

#[test]
fn forms_and_checks_are_listed_by_a_word() {
    let dir = folder(&[]);
    let output = |words: &[&str]| extract(dir.path(), words);
    let head = |words: &[&str]| text(&output(words).stdout).lines().next().unwrap().to_owned();
    assert!(head(&["forms", "beijing"]).starts_with("beijing (北京) — "));
    assert_eq!(head(&["forms", "北京"]), head(&["forms", "beijing"]));
    let titled = text(&output(&["forms", "一般公共预算支出表"]).stdout);
    let titles = titled.lines().filter(|line| line.starts_with("    titles"));
    assert!(titles.clone().count() > 1 && titles.clone().all(|line| line.contains("一般公共预算支出表")));
    let check = text(&output(&["checks", "summary-income-differs-from-expenditure"]).stdout);
    let expect = "\
1 checks

summary-income-differs-from-expenditure · TAB · error
    summary.income[收入总计|总计|收入合计|合计] = summary.expenditure[支出总计|总计|支出合计|合计]
    fiscal_summary.income[收入总计|总计|收入合计|合计] = fiscal_summary.expenditure[支出总计|总计|支出合计|合计]
  zh what   收支总表、财政拨款收支总表：收入总计 = 支出总计。
  zh why    收支平衡是预算编制的基本要求。
  zh limits 无。
  en what   In both summary tables total income equals total expenditure.
  en why    Budgets must balance.
  en limits None known.
  source  TAB-08, C1, C9
";
    assert_eq!(check, expect);
    for verb in ["forms", "checks"] {
        let none = output(&[verb, "没有"]);
        assert_eq!(status(&none), 2);
        assert!(text(&none.stderr).contains("`没有`"), "{}", text(&none.stderr));
    }
}

#[test]
fn what_nothing_claims_is_listed_with_its_words() {
    let dir = folder(&[("a.txt", "某某局2025年部门预算\n文号 1,234.5 号\n".as_bytes())]);
    let output = extract(dir.path(), &["ledger", "a.txt"]);
    let expect = "a.txt: 1 amounts, 1 of them unclaimed\nline 2\t1,234.5\t文号 【1,234.5】 号\n";
    assert_eq!((status(&output), text(&output.stdout)), (0, expect.to_owned()));
    assert_eq!(status(&extract(dir.path(), &["ledger", "none.txt"])), 2);
}

#[test]
fn a_contradiction_is_explained() {
    let contradictory = GOOD.replacen(WRONG.0, WRONG.1, 1);
    let dir = folder(&[("bad.txt", contradictory.as_bytes()), ("other.json", br#"{"version": 1}"#)]);
    extract(dir.path(), &["-q", "bad.txt"]);
    let explain = |words: &[&str]| extract(dir.path(), &[&["explain"], words].concat());
    let written = "out/documents/bad.json";
    let list = text(&explain(&[written]).stdout);
    let root = list.lines().nth(1).unwrap();
    let number = root.split_whitespace().next().unwrap();
    assert!(root.ends_with("  error · summary-income-differs-from-expenditure"), "{list}");
    assert!(list.contains("in which one digit is wrong; 827.28 万元 would close this and 2 other checks"));
    let one = explain(&[written, number]);
    let told = text(&one.stdout);
    assert_eq!(status(&one), 0);
    for expect in [
        "left  summary.income[收入总计].amount\n  + 837.28 万元 · 部门收支总体情况表 收入总计 收入/预算数 · line 97\n=\n",
        "difference 10.00 万元; the printed digits leave 0.010 open\ncause digit, also of checks ",
        "suspect summary.income[收入总计].amount · 837.28 万元 · line 97\nproposed 827.28 万元\n",
        "Budgets must balance.",
    ] {
        assert!(told.contains(expect), "{expect} is not in {told}");
    }
    let chinese = text(&explain(&["--lang", "zh", written, number]).stdout);
    for expect in [
        "不符 (错误): ",
        "左边  summary.income[收入总计].amount\n  + 837.28 万元 · 部门收支总体情况表 收入总计 收入/预算数 · 第 97 行\n",
        "\n差额 10.00 万元；印刷精度允许 0.010\n原因：一位数字有误，亦见核对 ",
        "\n改为 827.28 万元 即相符\n",
    ] {
        assert!(chinese.contains(expect), "{expect} is not in {chinese}");
    }
    assert!(!chinese.contains("Budgets must balance.") && !told.contains("金额"), "one language at a time");
    let refuse = |words: &[&str], expect: &str| {
        let output = explain(words);
        assert_eq!(status(&output), 2);
        assert!(text(&output.stderr).starts_with(expect), "{}", text(&output.stderr));
    };
    refuse(&[written, "99999"], "error: out/documents/bad.json has no check 99999; its checks are 1 to ");
    refuse(&["bad.txt"], "error: bad.txt: it is none of the files that extract writes under documents/: ");
    refuse(
        &["other.json"],
        "error: other.json: it is none of the files that extract writes under documents/: ",
    );
    refuse(&["none.json"], "error: none.json cannot be read");
}

#[test]
fn failures_and_reports_are_told_in_chinese_too() {
    let dir = folder(&[("a.txt", GOOD.as_bytes()), ("page.pdf", b"<html>")]);
    let run = extract(dir.path(), &["-q", "--lang", "zh", "a.txt", "page.pdf"]);
    assert_eq!(text(&run.stderr), "错误：page.pdf：这不是 PDF，而是网页（HTML），请重新下载或转换为 PDF\n");
    let errors = column(&dir.path().join("out/documents.csv"), "error");
    assert!(
        errors[1].starts_with("this is not a PDF but a web page (HTML);"),
        "outputs stay as they are: {errors:?}"
    );
    for (words, said, opens) in [
        (&["report"][..], "out/report.html: 1 documents, 0 pictures of places\n", r#""language":null"#),
        (&["report", "--lang", "zh"], "out/report.html：1 份文件，0 幅版面图\n", r#""language":"zh""#),
    ] {
        assert_eq!(text(&extract(dir.path(), words).stdout), said);
        assert!(fs::read_to_string(dir.path().join("out/report.html")).unwrap().contains(opens), "{opens}");
    }
    let none = extract(dir.path(), &["report", "--lang", "zh", "nowhere"]);
    assert!(
        text(&none.stderr).starts_with("错误：nowhere 中没有 documents/*.json，请先运行"),
        "{:?}",
        none.stderr
    );
}

#[test]
fn a_run_is_told_to_persons_and_to_programs() {
    let contradictory = GOOD.replacen(WRONG.0, WRONG.1, 1);
    let dir =
        folder(&[("in/a.txt", GOOD.as_bytes()), ("in/b.txt", contradictory.as_bytes()), ("in/c.pdf", b"")]);
    let told = |words: &[&str]| {
        let output = extract(dir.path(), &[words, &["--no-cache", "in"]].concat());
        assert_eq!(status(&output), 2);
        (text(&output.stdout), text(&output.stderr))
    };
    let (summary, errors) = told(&["--lang", "en"]);
    assert_eq!(errors, "error: in/c.pdf: the file is empty (0 bytes); fetch it again\n", "silent in a pipe");
    assert!(summary.contains("   summary-income-differs-from-expenditure\n"), "{summary}");
    let (_, lines) = told(&["--lang", "en", "--verbose"]);
    assert!(lines.starts_with("ok  in/a.txt  0 pages · "), "{lines}");
    let (summary, errors) = told(&["--lang", "zh"]);
    assert!(summary.starts_with("文件             3   2 正常 · 1 失败\n"), "{summary}");
    assert!(
        errors.starts_with("错误：in/c.pdf：") && summary.ends_with("结果保存在 out\n"),
        "{errors}{summary}"
    );
    let (summary, events) = told(&["-q", "--log-format", "json"]);
    let events: Vec<serde_json::Value> =
        events.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |key: &str| events.iter().map(|event| event[key].to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(of("event"), r#""input" "input" "input" "end""#);
    assert_eq!(of("status"), r#""ok" "ok" "failed" null"#);
    assert_eq!((of("done"), of("of"), summary.as_str()), ("1 2 3 3".to_owned(), "3 3 3 3".to_owned(), ""));
    assert!(events[3]["mismatches"]["summary-income-differs-from-expenditure"].as_u64() > Some(0));
}

#[test]
fn completions_and_the_manual_are_printed() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let script = text(&extract(dir.path(), &["completions", shell]).stdout);
        assert!(script.contains("extract") && script.contains("new-form"), "{shell}");
    }
    let page = text(&extract(dir.path(), &["man"]).stdout);
    assert!(page.contains(".TH extract 1") && page.contains("no\\-cache"), "{page}");
    let page = text(&extract(dir.path(), &["man", "flat"]).stdout);
    assert!(page.contains(".TH extract-flat 1") && page.contains("\\-\\-grammars"), "{page}");
    let none = extract(dir.path(), &["man", "flt"]);
    assert_eq!(text(&none.stderr), "error: there is no verb `flt`; `extract --help` lists all\n");
}

#[test]
fn a_drafted_form_is_read_with() {
    let dir = folder(&[("a.pdf", &a_pdf())]);
    let draft = extract(dir.path(), &["new-form", "moon", "--from", "a.pdf"]);
    assert_eq!(status(&draft), 0);
    assert!(text(&draft.stdout).contains("id = \"moon_revenue\""));
    let wrong = extract(dir.path(), &["new-form", "Moon/1", "--from", "a.pdf"]);
    assert_eq!(status(&wrong), 2);
    assert!(text(&wrong.stderr).contains("`Moon/1` is no id: expected a-z, 0-9 and _ only"));
}

#[test]
fn nothing_is_written_where_nothing_was_asked_for() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    let output = extract(dir.path(), &["-f", "none", "a.txt"]);
    assert_eq!((status(&output), text(&output.stderr)), (0, String::new()));
    assert_eq!(text(&output.stdout).lines().last(), Some("no results were written"));
    assert_eq!(tree(dir.path()).into_keys().collect::<Vec<_>>(), [PathBuf::from("a.txt")]);
}

#[test]
fn a_page_is_drawn_with_its_tables() {
    let dir = folder(&[("a.pdf", &a_pdf()), ("a.txt", GOOD.as_bytes())]);
    let drawn = text(&extract(dir.path(), &["draw", "a.pdf", "--page", "9"]).stdout);
    assert!(drawn.contains(r#"<title>table 5 general_public</title>"#), "{drawn}");
    assert!(drawn.ends_with("</svg>\n"));
    assert_eq!(status(&extract(dir.path(), &["draw", "a.pdf", "-p", "9", "-o", "."])), 0);
    assert_eq!(fs::read_to_string(dir.path().join("a-p9.svg")).unwrap(), drawn);
    let refuse = |words: &[&str], expect: &str| {
        let output = extract(dir.path(), words);
        assert_eq!(status(&output), 2);
        assert!(text(&output.stderr).starts_with(expect), "{}", text(&output.stderr));
    };
    refuse(&["draw", "a.pdf", "-p", "99"], "error: a.pdf has no page 99; its pages are 1 to ");
    refuse(&["draw", "a.pdf", "-p", "0"], "error: a.pdf has no page 0; its pages are 1 to ");
    refuse(&["draw", "a.txt"], "error: a.txt: ");
}

#[test]
fn a_limit_cuts_what_exceeds_it_and_is_noted() {
    let dir = folder(&[("a.pdf", &a_pdf())]);
    extract(dir.path(), &["-q", "--limit", "pages=1", "a.pdf"]);
    let out = dir.path().join("out");
    assert_eq!(column(&out.join("documents.csv"), "pages"), ["1"]);
    let notes = column(&out.join("notes.csv"), "note_id");
    assert_eq!(notes.iter().filter(|id| *id == "page-limit").count(), 1);
    let refused = extract(dir.path(), &["-q", "--limit", "file-bytes=10", "a.pdf"]);
    assert_eq!(status(&refused), 2);
    assert!(text(&refused.stderr).contains("larger than the limit of 10 bytes"));
    assert_eq!(status(&extract(dir.path(), &["--limit", "rows=1", "a.pdf"])), 2);
}

#[test]
fn the_grammars_are_written_to_work_in() {
    let dir = folder(&[("a.txt", GOOD.as_bytes())]);
    assert_eq!(status(&extract(dir.path(), &["grammars", "mine"])), 0);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars");
    assert!(tree(&dir.path().join("mine")) == tree(&own), "they are those of the project");
    let again = extract(dir.path(), &["grammars", "mine"]);
    assert_eq!(
        (status(&again), text(&again.stderr).as_str()),
        (2, "error: mine is not empty; give a new folder\n")
    );
    assert_eq!(status(&extract(dir.path(), &["-q", "-f", "none", "--grammars", "mine", "a.txt"])), 0);
    let elsewhere = extract(dir.path(), &["-q", "-f", "none", "--grammars", "yours", "a.txt"]);
    assert!(text(&elsewhere.stderr).contains("`extract grammars DIR` writes a folder"), "{elsewhere:?}");
}
