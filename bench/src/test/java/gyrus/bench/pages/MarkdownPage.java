package gyrus.bench.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page: its links, the anchors of its headings as GitHub makes them, and its code blocks.
 *
 * @param file the page
 * @param links the links outside code, in order
 * @param anchors the names that a link can end in
 * @param blocks the fenced code blocks, in order
 * @param unfenced the numbers of the lines that begin a code block by indentation
 */
record MarkdownPage(Path file, List<Link> links, Set<String> anchors, List<Block> blocks, List<Integer> unfenced) {

    /** A link and the number of its line. */
    record Link(String target, int line) {}

    /**
     * A fenced code block.
     *
     * @param language the first word behind the fence; empty where there is none
     * @param purpose the words after the language
     * @param text the code, each line with a line end
     * @param line the number of the fence's line
     * @param note the text of a comment {@code <!-- -->} in the lines directly above; empty where there is none
     */
    record Block(String language, String purpose, String text, int line, String note) {}

    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.+)");
    private static final Pattern FENCE = Pattern.compile(" {0,3}```+ *(\\S*) *(.*)");
    private static final Pattern LIST = Pattern.compile("\\s*([-*+]|\\d+\\.)\\s.*");

    static MarkdownPage read(Path file) {
        return parse(file, Repository.text(file));
    }

    static MarkdownPage parse(Path file, String text) {
        List<Link> links = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<Integer> unfenced = new ArrayList<>();
        Set<String> anchors = new TreeSet<>();
        Map<String, Integer> uses = new HashMap<>();
        List<String> lines = text.lines().toList();
        boolean inList = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                int end = i + 1;
                StringBuilder code = new StringBuilder();
                while (end < lines.size() && !lines.get(end).strip().equals("```")) {
                    code.append(lines.get(end++)).append('\n');
                }
                blocks.add(new Block(fence.group(1), fence.group(2), code.toString(), i + 1, note(lines, i)));
                i = end;
                continue;
            }
            inList = LIST.matcher(line).matches() || inList && (line.isBlank() || line.startsWith(" "));
            if (!inList && line.startsWith("    ") && (i == 0 || lines.get(i - 1).isBlank())) {
                unfenced.add(i + 1);
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int count = uses.merge(anchor, 1, Integer::sum);
                anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
            }
            Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
            while (link.find()) {
                links.add(new Link(link.group(1), i + 1));
            }
        }
        return new MarkdownPage(file, List.copyOf(links), anchors, List.copyOf(blocks), List.copyOf(unfenced));
    }

    /** Returns the comment that ends on the line above, without its marks. */
    private static String note(List<String> lines, int fence) {
        int first = fence - 1;
        while (first >= 0 && !lines.get(first).isBlank() && !lines.get(first).startsWith("<!--")) {
            first--;
        }
        boolean found = first >= 0 && first < fence && lines.get(first).startsWith("<!--")
                && lines.get(fence - 1).endsWith("-->");
        return found ? String.join(" ", lines.subList(first, fence)).replace("<!--", "").replace("-->", "").strip() : "";
    }

    /** Returns the anchor that GitHub gives a heading. */
    static String anchor(String heading) {
        String words = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").strip().toLowerCase(Locale.ROOT);
        return words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    String name() {
        return Repository.name(file);
    }
}
