package gyrus.app.report.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ElementTest {

    private static Document parsed(Element element) throws Exception {
        InputSource markup = new InputSource(new StringReader(element.toString()));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(markup);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "</style><script>alert(1)</script>", "\" onload=\"alert(1)", "a & b &amp; c", "<!-- ", "]]>", "'single'",
        "naïve 脳 🧠", "tab\tand\nline"
    })
    void anXmlParserReadsBackTheTextThatWasGiven(String text) throws Exception {
        Document document = parsed(Element.of("p", text).with("title", text.replaceAll("\\s", " ")));
        assertEquals(text, document.getDocumentElement().getTextContent());
        assertEquals(text.replaceAll("\\s", " "), document.getDocumentElement().getAttribute("title"));
        assertEquals(0, document.getDocumentElement().getElementsByTagName("*").getLength());
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws Exception {
        String hostile = "a" + (char) 0 + "b" + (char) 27 + "c" + (char) 0xD800 + "d" + (char) 0xFFFF + "e" + (char) 0x85;
        assertEquals("a�b�c�d�e�", parsed(Element.of("p", hostile)).getDocumentElement().getTextContent());
    }

    @Test
    void anEmptyElementThatIsNotVoidKeepsItsEndTag() {
        assertEquals("<td></td>", Element.of("td").toString());
        assertEquals("<input id=\"a\"/>", Element.of("input").with("id", "a").toString());
    }

    @Test
    void coordinatesArePlainDecimals() {
        assertEquals("0", Element.number(-0.001));
        assertEquals("12.5", Element.number(12.5));
        assertEquals("1200", Element.number(1200));
        assertEquals("0.33", Element.number(1 / 3.0));
        assertFalse(Element.number(123456789012.0).contains("E"));
        assertThrows(NumberFormatException.class, () -> Element.number(Double.NaN), "a coordinate that is no number is a defect");
    }
}
