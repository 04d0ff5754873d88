//! Files that open and files that do not: what is wrong is said, what can be mended is.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use super::super::tests::{COURIER, check_file, open_bytes, pdf_bytes, stream};
use super::{OpenError, OpenOptions, open};
use crate::base::Notes;
use crate::pdf::Limits;

#[test]
fn errors_say_what_the_bytes_are() {
    let error = |bytes: &[u8]| open(bytes, &OpenOptions::default()).err().expect("an error").to_string();
    assert_eq!(
        error(b"<!DOCTYPE html><html>404</html>"),
        "this is not a PDF but a web page (HTML); download the document again or convert it to PDF"
    );
    assert_eq!(
        error(b""),
        "this is not a PDF but an empty file; download the document again or convert it to PDF"
    );
    assert_eq!(
        error(b"PK\x03\x04xx"),
        "this is not a PDF but a ZIP archive or an Office document (.docx, .xlsx); download the document again or convert it to PDF"
    );
    assert!(error(b"%PDF-1.4\n1 0 obj\n<<").starts_with("the PDF is damaged beyond repair"));
    let options =
        OpenOptions { limits: Limits { file_bytes: 4, ..Limits::default() }, ..OpenOptions::default() };
    assert_eq!(open(b"%PDF-1.4", &options).err(), Some(OpenError::TooLarge { bytes: 8, limit: 4 }));
}

/// A page that shows an A, encrypted with a password (RC4, 128 bit).
fn encrypted(password: &str) -> Vec<u8> {
    let mut document =
        lopdf::Document::load_mem(&pdf_bytes("", COURIER, "BT /F 10 Tf 20 50 Td (A) Tj ET", &[])).unwrap();
    let id = || lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id(), id()]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    // What follows the encryption dictionary, so that its length could be taken for that of a stream.
    document.add_object(lopdf::Stream::new(lopdf::Dictionary::new(), Vec::new()));
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn encrypted_files_open_with_an_empty_password_or_the_one_given() {
    let text = |bytes: &[u8], password: Option<&str>| {
        let options = OpenOptions { password: password.map(Into::into), ..OpenOptions::default() };
        let pdf = open(bytes, &options).map_err(|error| error.to_string())?;
        Ok(pdf.page(1, &mut Notes::default()).glyphs.iter().map(|glyph| glyph.ch).collect::<String>())
    };
    let ask = "the PDF is encrypted with a password; give it with --password or save an unprotected copy";
    let wrong = "the PDF is encrypted, and the password given does not open it; check --password";
    assert_eq!(text(&encrypted(""), None), Ok("A".to_owned()));
    assert_eq!(text(&encrypted(""), Some("needless")), Ok("A".to_owned()));
    assert_eq!(text(&encrypted("secret"), Some("secret")), Ok("A".to_owned()));
    assert_eq!(text(&encrypted("secret"), Some("owner")), Ok("A".to_owned()));
    assert_eq!(text(&encrypted("secret"), None), Err(ask.to_owned()));
    assert_eq!(text(&encrypted("secret"), Some("guess")), Err(wrong.to_owned()));
}

#[test]
fn objects_in_encrypted_object_streams_are_read_within_the_limit() {
    // `qpdf --object-streams=generate --encrypt "" owner 128 --use-aes=y` of a page that shows an A.
    let bytes = include_bytes!("encrypted.pdf");
    let opens = |object_bytes: usize| {
        let limits = Limits { object_bytes, ..Limits::default() };
        let pdf = open(bytes, &OpenOptions { limits, ..OpenOptions::default() })?;
        Ok(pdf.page(1, &mut Notes::default()).glyphs.iter().map(|glyph| glyph.ch).collect::<String>())
    };
    assert_eq!(opens(50_000), Ok("A".to_owned()));
    // Enough for the objects that are not in the object stream.
    assert_eq!(opens(15_000), Err(OpenError::TooManyObjects { limit: 15_000 }));
}

#[test]
fn an_encrypted_stream_without_a_length_is_found_before_it_is_decrypted() {
    let mut bytes = encrypted("");
    let at = bytes.windows(10).position(|window| window == b"/Length 30").unwrap();
    bytes[at + "/Lengt".len()] = b'_';
    let page = open_bytes(&bytes).page(1, &mut Notes::default());
    assert_eq!(page.glyphs.iter().map(|glyph| glyph.ch).collect::<String>(), "A");
}

#[test]
fn encryption_that_is_not_known_is_not_blamed_on_the_password() {
    for (dictionary, reason) in [
        ("<</Filter/Standard/V 9/R 9>>", "the encryption version is not implemented in lopdf"),
        ("<</Filter/Standard/V 4/R 4/Length 40>>", "invalid key length"),
        ("E< /V 4 >>", "its /Encrypt dictionary is missing or broken"),
    ] {
        let mut bytes = pdf_bytes("", "", "", &[dictionary]);
        let end = bytes.len() - "/Size 30>>\nstartxref\n0\n%%EOF".len();
        bytes.splice(end..end, b"/Encrypt 10 0 R ".iter().copied());
        for password in [None, Some("guess".to_owned())] {
            let error = open(&bytes, &OpenOptions { password, ..OpenOptions::default() }).err();
            assert_eq!(error, Some(OpenError::UnknownEncryption { reason: reason.to_owned() }));
        }
    }
}

#[test]
fn a_stream_whose_length_is_wrong_is_read_to_its_end() {
    let content = "BT /F 10 Tf 20 50 Td (A) Tj ET";
    let whole = String::from_utf8(pdf_bytes("", COURIER, content, &[])).unwrap();
    for wrong in ["3", "5000", "-1", "31"] {
        // No line end before `endstream`, as some producers write.
        let length = format!("/Length {}", content.len());
        assert!(whole.contains(&length));
        let file = whole.replace(&length, &format!("/Length {wrong}")).replace("\nendstream", "endstream");
        check_file(file.as_bytes(), "A 2000 4120 2600 5120 on 5000 size 1000");
    }
}

/// A file whose cross-reference table names its fourth object many times over, as `entries` objects.
fn many_times_over(object: &str, entries: usize) -> Vec<u8> {
    let objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]/Count 1>>", "<</Parent 2 0 R>>", object];
    let (mut file, mut offsets) = (String::from("%PDF-1.5\n"), vec![]);
    for (object, number) in objects.iter().zip(1..) {
        offsets.push(file.len());
        file += &format!("{number} 0 obj {object} endobj\n");
    }
    offsets.resize(entries, offsets[3]);
    let start = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", entries + 1);
    offsets.iter().for_each(|offset| file += &format!("{offset:010} 00000 n \n"));
    file += &format!("trailer<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF", entries + 1);
    file.into_bytes()
}

#[test]
fn objects_take_no_more_memory_than_they_may() {
    let opens = |bytes: &[u8], object_bytes: usize| {
        let options =
            OpenOptions { limits: Limits { object_bytes, ..Limits::default() }, ..OpenOptions::default() };
        open(bytes, &options).map(|pdf| pdf.page_count()).map_err(|error| error.to_string())
    };
    let too_many = Err("the objects of the PDF take more than 100000 bytes of memory; if the file can be trusted, raise --limit object-bytes".to_owned());
    // One array of some 50 KB, once and ten times.
    let array = format!("[{}]", "0 ".repeat(500));
    assert_eq!(opens(&many_times_over(&array, 4), 100_000), Ok(1));
    assert_eq!(opens(&many_times_over(&array, 14), 100_000), too_many);
    // An object stream with twenty such arrays. It needs no more than 1,000 bytes of the file.
    let inner = format!("{} ", array).repeat(20);
    let head: String = (0..20).map(|n| format!("{} {} ", 20 + n, n * (array.len() + 1))).collect();
    let object = stream(&format!("/Type/ObjStm/N 20/First {}", head.len()), &(head.clone() + &inner));
    assert_eq!(opens(&many_times_over(&object, 4), 100_000), too_many);
    assert_eq!(opens(&many_times_over(&object, 4), 10_000_000), Ok(1));
}

#[test]
fn a_cross_reference_table_that_leads_astray_is_rebuilt() {
    let bytes = many_times_over("null", 4);
    let text = String::from_utf8(bytes).unwrap();
    let table = text.find("xref\n").unwrap();
    // The catalog's entry names the page.
    let astray = text[..table].to_owned() + &text[table..].replacen("0000000009", "0000000099", 1);
    assert_eq!(open_bytes(astray.as_bytes()).page_count(), 1);
}
