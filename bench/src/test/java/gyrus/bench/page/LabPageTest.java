package gyrus.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResultTest;
import gyrus.bench.result.Measurement;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The page of a result: well-formed, self-contained, one bar for each measurement, one dot for each problem. */
final class LabPageTest {

    private static final String HTML = LabPage.html(LabResultTest.sample());

    @Test
    void isWellFormedWhateverNamesHold() throws Exception {
        Document page = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(HTML.replace("<!DOCTYPE html>", ""))));

        assertEquals(2, page.getElementsByTagName("rect").getLength());
        assertTrue(page.getElementsByTagName("circle").getLength() >= 2, "the legend's and the problem's");
        assertTrue(page.getElementsByTagName("dl").item(0).getTextContent().contains("gyrus bench 'conv <forward>'"));
    }

    @Test
    void fetchesNothingAndRunsNothing() {
        assertFalse(HTML.contains("http") || HTML.contains("<script") || HTML.contains("url("));
    }

    @Test
    void tellsWhatWasNotTimed() {
        assertTrue(HTML.contains("Wrong was not timed: it disagrees"));
    }

    /** Tuning checks variants on other problems than it times, so its results have no errors to show. */
    @Test
    void aColumnWithoutFiguresHasNoName() {
        LabResult sample = LabResultTest.sample();
        List<Measurement> unchecked = sample.measurements().stream().map(each -> new Measurement(each.op(), each.problem(),
                each.variant(), each.calls(), each.flops(), each.bytes(), Double.NaN, Double.NaN, each.times())).toList();

        assertTrue(HTML.contains(">error</text>"));
        assertFalse(LabPage.html(new LabResult(sample.setting(), unchecked, List.of())).contains(">error</text>"));
    }
}
