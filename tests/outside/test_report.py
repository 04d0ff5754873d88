"""`extract report` in a browser: it loads without a complaint and without the network, and does what a person asks of it."""

import csv
import functools
import json
import os
import shutil
import time
import unittest

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from extract import SAMPLES, extract, plant, scratch

# Of a sandbox or a sync account a test has no use; nothing may be fetched in the background.
SWITCHES = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --lang=en --window-size=1280,900""".split()

# Screenshots are kept where this says, for a person to look at.
SHOTS = os.environ.get("SCREENSHOTS")

# The bound of the overview on the machines this was measured on is a second; a busy one gets a few tries.
FAST_ENOUGH = 1.0


@functools.cache
def faulty():
    """The samples, with one figure of a PDF and one of a text changed, and a file that is no PDF; as a results folder."""
    home = scratch()
    shutil.copytree(SAMPLES, home / "in", ignore=shutil.ignore_patterns("*.golden*", "*.source", "*.truth", "*.md"))
    plant(SAMPLES / "yuan/yuan.pdf", "7,614,560", "9,614,560", home / "in/yuan/yuan.pdf")
    text = home / "in/flattened/flattened.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("827.28", "837.28", 1), encoding="utf-8")
    (home / "in/404.pdf").write_text("<!DOCTYPE html><html><body></script><b id=planted>404</b></body></html>")
    extract("-q", "in", cwd=home, status=2)
    extract("report", "out", cwd=home)
    return home / "out"


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for switch in [*SWITCHES, f"--user-data-dir={scratch()}"]:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = (faulty() / "report.html").as_uri()
        with open(faulty() / "documents.csv", newline="", encoding="utf-8") as file:
            cls.documents = list(csv.DictReader(file))
        cls.browser = browser()
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.open("")

    def tearDown(self):
        if SHOTS:
            self.browser.save_screenshot(f"{SHOTS}/{self.id().split('.')[-1]}.png")
        self.assertEqual([entry["message"] for entry in self.browser.get_log("browser")], [], "the console is silent")

    def open(self, hash_):
        self.browser.get("about:blank")
        self.browser.get(self.page + hash_)
        self.wait(lambda: self.all("h1"))

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def wait(self, condition):
        return WebDriverWait(self.browser, 10, poll_frequency=0.02).until(lambda _: condition())

    def keys(self, *keys):
        webdriver.ActionChains(self.browser).send_keys(*keys).perform()

    def number(self, path):
        """The number of a document in the report."""
        return self.browser.execute_script("return OVERVIEW.documents.find((each) => each.path === arguments[0]).no", path)

    def choose(self, name, value):
        self.one(f"#filter-{name} option[value='{value}']").click()

    def test_the_overview_shows_every_document(self):
        self.assertEqual(len(self.documents), 11)
        self.assertEqual(len(self.all("#documents tr")), 11)
        self.assertEqual(self.one("#count").text, "shown 11 of 11")
        numbers = {item.text.split("\n")[1]: item.text.split("\n")[0] for item in self.all("ul.numbers li")}
        self.assertEqual(numbers["documents"], "11")
        self.assertEqual(numbers["failed"], "1")
        self.assertEqual(int(numbers["pages"]), sum(int(row["pages"] or 0) for row in self.documents))
        facts = sum(int(row["facts"] or 0) for row in self.documents)
        self.assertEqual(numbers["facts"], f"{facts:,}")

    def test_it_opens_in_the_language_that_was_asked_for(self):
        self.assertEqual(self.one("h1").text, "Disclosures, checked", "that of the browser")
        chinese = scratch() / "zh.html"
        extract("report", "out", "--lang", "zh", "-o", chinese, cwd=faulty().parent)
        self.browser.get(chinese.as_uri())
        self.wait(lambda: self.all("h1"))
        self.assertEqual(self.one("h1").text, "公开数据核对报告")
        self.assertEqual(self.one("html").get_attribute("lang"), "zh")
        self.one("#language").click()
        self.wait(lambda: self.one("h1").text == "Disclosures, checked")

    def test_what_failed_says_why_and_is_text(self):
        row = next(row for row in self.all("#documents tr") if "404.pdf" in row.text)
        self.assertIn("this is not a PDF but a web page (HTML)", row.text)
        self.assertEqual(self.all("#planted"), [], "nothing of an input is markup")

    def test_search_and_filters_change_the_count(self):
        self.one("#search").send_keys("yuan")
        self.assertEqual(self.one("#count").text, "shown 2 of 11")
        self.one("#search").send_keys(" no such thing")
        self.assertEqual(self.one("#count").text, "shown 0 of 11")
        self.assertIn("No document fits", self.one("main").text)
        self.one("#search").send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
        self.assertEqual(self.one("#count").text, "shown 11 of 11")
        self.choose("result", "failed")
        self.assertEqual(self.one("#count").text, "shown 1 of 11")
        self.choose("result", "mismatch")
        self.assertEqual(self.one("#count").text, "shown 2 of 11")
        self.choose("year", "2026")
        shown = len(self.all("#documents tr"))
        self.assertEqual(self.one("#count").text, f"shown {shown} of 11")
        self.assertLess(shown, 3)

    def test_columns_sort(self):
        issuers = lambda: [cell.text for cell in self.all("#documents td.issuer")]
        first = issuers()
        self.one("#sort-year").click()
        self.one("#sort-year").click()
        years = [cell.text for cell in self.all("#documents td:nth-child(2)")]
        self.assertEqual(years, sorted(years, reverse=True))
        self.assertCountEqual(issuers(), first)

    def test_a_document_opens_with_its_tables(self):
        no = self.number("in/budget/budget.pdf")
        self.one(f"#documents a[href='#/d/{no}']").click()
        self.wait(lambda: self.all("[role='tablist']"))
        content = json.loads((faulty() / "documents/budget.json").read_text(encoding="utf-8"))
        self.assertEqual(self.one("#tab-tables").text, f"Tables {len(content['tables'])}")
        self.one("#tab-tables").click()
        self.wait(lambda: len(self.all("#panel table")) == sum(bool(table["rows"]) for table in content["tables"]))
        row = next(row for row in self.all("#panel tr") if "教育支出" in row.text)
        self.assertIn("1.20", row.text)

    def test_every_tab_of_every_document_opens(self):
        for row in self.documents[1:]:
            no = self.number(row["path"])
            for tab in ["mismatch", "tables", "cards", "statements", "unjudged", "pairs", "notes", "unclaimed"]:
                with self.subTest(path=row["path"], tab=tab):
                    self.open(f"#/d/{no}/{tab}")
                    self.assertEqual(self.one("[role='tab'][aria-selected='true']").get_attribute("id"), f"tab-{tab}")
                    self.assertNotIn("[object", self.one("main").text)
                    self.assertNotIn("undefined", self.one("main").text)

    def test_a_mismatch_opens_with_its_picture(self):
        no = self.number("in/yuan/yuan.pdf")
        self.open(f"#/d/{no}/mismatch")
        found = self.all("details.check.mismatch")
        content = json.loads((faulty() / "documents/yuan.json").read_text(encoding="utf-8"))
        self.assertEqual(len(found), sum(check["verdict"] == "mismatch" for check in content["checks"]))
        found[0].find_element(By.TAG_NAME, "summary").click()
        picture = self.wait(lambda: found[0].find_elements(By.CSS_SELECTOR, ".crops svg"))[0]
        glyphs = "".join(text.text for text in picture.find_elements(By.TAG_NAME, "text"))
        self.assertIn("9,614,560", glyphs)
        self.assertTrue(picture.find_elements(By.CSS_SELECTOR, "rect.left, rect.right"))
        self.assertTrue(picture.find_elements(By.CSS_SELECTOR, "rect.ruling"))
        details = found[0].text
        self.assertIn("Suspected cause", details)
        self.assertIn("≠", details)

    def test_the_planted_figure_is_suspected_and_its_follow_ups_lead_to_it(self):
        content = json.loads((faulty() / "documents/yuan.json").read_text(encoding="utf-8"))
        causes = [check for check in content["checks"] if check["cause"] and check["cause"]["suspect"]]
        self.assertIn("9,614,560", [check["cause"]["suspect"]["printed"] for check in causes])
        root = next(check for check in causes if check["cause"]["suspect"]["printed"] == "9,614,560")
        no = self.number("in/yuan/yuan.pdf")
        self.open(f"#/d/{no}/mismatch/{root['no']}")
        told = self.wait(lambda: self.all(f"#c{root['no']} .cause"))[0]
        self.assertIn("7,614,560", told.text)
        self.assertTrue(self.all(f"#c{root['no']} rect.suspect"))
        for other in root["cause"]["follow_ups"]:
            self.assertTrue(told.find_elements(By.CSS_SELECTOR, f"a[href$='/mismatch/{other}']"))

    def test_documents_that_belong_together_are_shown(self):
        pair = self.all("#pairings tbody tr")
        self.assertEqual(len(pair), 1)
        pair[0].find_element(By.TAG_NAME, "a").click()
        self.wait(lambda: self.all("#tab-pairs[aria-selected='true']"))
        self.assertEqual(self.one("#tab-pairs").text, "Related 1")

    def test_the_language_button_changes_every_word(self):
        self.one("#language").click()
        self.assertEqual(self.one("h1").text, "公开数据核对报告")
        self.assertEqual(self.one("html").get_attribute("lang"), "zh")
        self.assertIn("部门预算", self.one("#documents").text)
        self.one("#language").click()
        self.assertEqual(self.one("h1").text, "Disclosures, checked")

    def test_the_keyboard_is_enough(self):
        focused = lambda: self.browser.switch_to.active_element
        self.keys("/")
        self.assertEqual(focused().get_attribute("id"), "search")
        self.keys("yuan", Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB)
        self.keys("j")
        first = focused().get_attribute("href")
        self.keys("j")
        second = focused().get_attribute("href")
        self.assertNotEqual(first, second)
        self.keys("k")
        self.assertEqual(focused().get_attribute("href"), first)
        self.keys(Keys.ENTER)
        self.wait(lambda: self.all("[role='tablist']"))
        self.keys(Keys.ESCAPE)
        self.wait(lambda: self.all("#documents"))
        self.assertEqual(self.one("#search").get_attribute("value"), "yuan", "filters are kept")

    def test_a_phone_needs_no_sideways_scrolling(self):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})
        no = self.number("in/yuan/yuan.pdf")
        for hash_ in ["", *(f"#/d/{no}/{tab}" for tab in ["mismatch", "tables", "statements", "unjudged", "pairs"])]:
            with self.subTest(hash_):
                self.open(hash_)
                for summary in self.all("details > summary"):
                    summary.click()
                self.assertEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 390)

    def test_nothing_is_fetched(self):
        self.browser.get_log("performance")  # What the browser's own first page asked for.
        self.open(f"#/d/{self.number('in/yuan/yuan.pdf')}/mismatch")
        requests = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        urls = {each["params"]["request"]["url"].split("#")[0] for each in requests if each["method"] == "Network.requestWillBeSent"}
        self.assertEqual({url for url in urls if not url.startswith("data:")} - {self.page, "about:blank"}, set())
        self.assertIn(self.page, urls, "requests are seen at all")
        policy = self.one("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        self.assertTrue(policy.startswith("default-src 'none';"), policy)
        self.assertEqual(self.browser.execute_async_script("const done = arguments[0]; fetch('https://example.org').then(() => done('fetched'), () => done('refused'))"), "refused")
        complaints = self.browser.get_log("browser")
        self.assertTrue(any("Content Security Policy" in entry["message"] for entry in complaints), "the policy refused it, not the missing network")


class Speed(unittest.TestCase):
    def test_the_overview_of_300_documents_is_there_within_a_second(self):
        home = scratch()
        (home / "documents").mkdir()
        written = sorted((faulty() / "documents").glob("*.json"))
        for copy in range(300):
            shutil.copy(written[copy % len(written)], home / f"documents/{copy:03}.json")
        extract("report", home, cwd=faulty().parent)
        driver = browser()
        self.addCleanup(driver.quit)
        taken = []
        while len(taken) < 5 and (not taken or min(taken) > FAST_ENOUGH):
            driver.get("about:blank")
            begun = time.monotonic()
            driver.get((home / "report.html").as_uri())
            WebDriverWait(driver, 30, poll_frequency=0.01).until(lambda driver: driver.execute_script("return document.querySelectorAll('#documents tr').length") == 200)
            taken.append(time.monotonic() - begun)
        size = (home / "report.html").stat().st_size
        print(f"\noverview of 300 documents, {size / 1e6:.1f} MB: {', '.join(f'{each:.2f} s' for each in taken)}")
        self.assertLess(min(taken), FAST_ENOUGH)
        self.assertEqual(driver.find_element(By.ID, "count").text, "shown 300 of 300")


if __name__ == "__main__":
    unittest.main()
