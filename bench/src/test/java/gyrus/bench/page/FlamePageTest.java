package gyrus.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.profile.StackSamples;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of a flame graph: a box for each method, as wide as its share of the samples. */
final class FlamePageTest {

    private final Map<String, Element> boxes = new LinkedHashMap<>(); // by the beginning of the title
    private String html;
    private Document page;

    @BeforeEach
    void draw() throws Exception {
        Map<List<String>, Long> stacks = new LinkedHashMap<>();
        stacks.put(List.of("gyrus.app.Run.main", "gyrus.kernels.cpu.Product.multiply"), 600L);
        stacks.put(List.of("gyrus.app.Run.main", "gyrus.engine.Tape.<init>"), 200L);
        stacks.put(List.of("gyrus.app.Run.main"), 100L);
        stacks.put(List.of("java.lang.Thread.run", "gyrus.kernels.cpu.Product.multiply"), 99L);
        stacks.put(List.of("rare.Method.run"), 0L);
        html = FlamePage.html("steps of <mine> & yours", new StackSamples(stacks));
        page = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
        NodeList groups = page.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            boxes.putIfAbsent(group.getElementsByTagName("title").item(0).getTextContent().strip().replaceFirst(":.*", ""), group);
        }
    }

    private double number(String method, String attribute) {
        return Double.parseDouble(((Element) boxes.get(method).getElementsByTagName("rect").item(0)).getAttribute(attribute));
    }

    @Test
    void aBoxIsAsWideAsItsShareAndBeneathItsCaller() {
        assertEquals(1000 * 900.0 / 999, number("gyrus.app.Run.main", "width"), 0.01);
        assertEquals(1000 * 600.0 / 999, number("gyrus.kernels.cpu.Product.multiply", "width"), 0.01);
        assertTrue(number("gyrus.kernels.cpu.Product.multiply", "y") > number("gyrus.app.Run.main", "y"));
        assertEquals(number("gyrus.engine.Tape.<init>", "x") + number("gyrus.engine.Tape.<init>", "width"),
                number("gyrus.kernels.cpu.Product.multiply", "x"), 0.02, "what a method called stands side by side");
        assertFalse(boxes.containsKey("rare.Method.run"), "too narrow to be seen");
    }

    @Test
    void namesStandAsTextAndAsTooltips() {
        assertEquals("gyrus.kernels.cpu.Product.multiply: 60.1 % of the samples (600)",
                boxes.get("gyrus.kernels.cpu.Product.multiply").getElementsByTagName("title").item(0).getTextContent().strip());
        assertEquals("Product.multiply",
                boxes.get("gyrus.kernels.cpu.Product.multiply").getElementsByTagName("text").item(0).getTextContent().strip());
        assertEquals("Tape.<init>",
                boxes.get("gyrus.engine.Tape.<init>").getElementsByTagName("text").item(0).getTextContent().strip());
        assertEquals("Produc…", FlameGraph.label("gyrus.kernels.cpu.Product.multiply", 7));
        assertEquals("", FlameGraph.label("gyrus.kernels.cpu.Product.multiply", 3));
        assertTrue(html.contains("steps of &lt;mine&gt; &amp; yours"), "escaped");
    }

    @Test
    void theTableAddsUpAMethodOnAllPaths() {
        Element first = (Element) page.getElementsByTagName("tr").item(1);

        assertEquals("gyrus.kernels.cpu.Product.multiply|70.0|70.0",
                first.getElementsByTagName("th").item(0).getTextContent().strip() + "|"
                        + first.getElementsByTagName("td").item(0).getTextContent() + "|"
                        + first.getElementsByTagName("td").item(1).getTextContent());
    }

    @Test
    void coloursTellTheKernelsTheEngineAndOthersApart() {
        assertEquals(List.of("hue-0", "hue-1", "hue-2", "hue-3"),
                List.of("gyrus.kernels.cpu.Product.multiply", "gyrus.engine.Tape.<init>", "gyrus.app.Run.main",
                        "java.lang.Thread.run").stream().map(name -> boxes.get(name).getAttribute("class")).toList());
    }

    @Test
    void fetchesNothingAndRunsNothing() {
        assertFalse(html.contains("http") || html.contains("<script") || html.contains("url("));
    }
}
