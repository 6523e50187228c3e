package gyrus.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.profile.StepProfile;
import gyrus.bench.profile.StepProfile.Launch;
import gyrus.bench.profile.StepProfile.Recorded;
import gyrus.bench.profile.StepProfile.Row;
import gyrus.bench.result.LabResultTest;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of a profile: a box for each launch, as long as the launch took. */
final class ProfilePageTest {

    private static StepProfile profile(boolean endToEnd) {
        return new StepProfile(LabResultTest.sample().setting(), "training step", "cpu (2 threads)", 5, 0.010, 1 << 20, 1e6,
                List.of(new Row("matmul", "<a>", "matmul m=1,n=1,k=1", "Vectorized", 1, 0.006, 3e8, 1e6),
                        new Row("fill", "8", "fill y=8", "Vectorized", 2, 0.002, 0, 1e7)),
                new Recorded(0.010, endToEnd, List.of(new Launch("fill", "8", "Vectorized", 0, 0.001, 0, 1e7),
                        new Launch("matmul", "<a>", "Vectorized", 0.002, 0.006, 3e8, 1e6),
                        new Launch("fill", "8", "Vectorized", 0.008, 0.001, 0, 1e7))));
    }

    private static Document parsed(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    }

    @Test
    void aBoxIsAsLongAsItsLaunch() throws Exception {
        NodeList boxes = parsed(ProfilePage.html(profile(false))).getElementsByTagName("rect");

        assertEquals(3, boxes.getLength());
        List<Double> widths = IntStream.range(0, 3).mapToObj(i -> Double.parseDouble(((Element) boxes.item(i))
                .getAttribute("width"))).toList();
        assertEquals(6, widths.get(0) / widths.get(1), 0.01, "the op with the most time comes first");
        assertEquals(widths.get(1), widths.get(2));
        assertTrue(boxes.item(0).getTextContent().strip().startsWith("matmul <a>, Vectorized: 6.00 ms at 2.00 ms; 50.0 GFLOP/s"),
                boxes.item(0).getTextContent());
    }

    @Test
    void theTableShowsProblemsAsTheyAreTypedAndTheirShareOfTheNearerLimit() throws Exception {
        NodeList rows = parsed(ProfilePage.html(profile(false))).getElementsByTagName("tr");

        assertEquals("matmul m=1,n=1,k=1|Vectorized|1|6.00 ms|50.0|0.167|50", cells(rows.item(1)));
    }

    private static String cells(Node row) {
        NodeList cells = row.getChildNodes();
        return String.join("|", IntStream.range(0, cells.getLength()).mapToObj(cells::item)
                .filter(each -> each instanceof Element).map(Node::getTextContent).toList());
    }

    @Test
    void thePageOfAGpuSaysThatStartsAreUnknown() {
        assertTrue(ProfilePage.html(profile(true)).contains("Launches are laid end to end"));
        assertFalse(ProfilePage.html(profile(false)).contains("laid end to end"));
    }

    @Test
    void fetchesNothingAndRunsNothing() {
        String html = ProfilePage.html(profile(false));
        assertFalse(html.contains("http") || html.contains("<script") || html.contains("url("));
    }
}
