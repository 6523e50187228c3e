package gyrus.ptx.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits the text of a PTX module into directives, statements, labels and braces, independent of line breaks. */
final class StatementSplitter {

    /**
     * One part of a module.
     *
     * @param text the part without comments, semicolon and redundant space
     * @param line the line of the PTX that it begins on
     */
    record Part(String text, int line) {

        boolean is(String other) {
            return text.equals(other);
        }
    }

    private static final Pattern LABEL = Pattern.compile("[\\w$]+\\s*:(?!:)");
    private static final Pattern SOURCE_LINE = Pattern.compile("//\\s*(\\S+\\.cuh?:\\d+.*)");
    private static final Set<String> LINE_DIRECTIVES = Set.of(".version", ".target", ".address_size", ".file", ".loc", ".maxntid",
            ".minnctapersm", ".maxnctapersm", ".maxnreg", ".reqntid", ".noreturn", ".explicitcluster", ".reqnctapercluster",
            ".maxclusterrank", ".blocksareclusters");

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private int partLine;
    private int at;
    private int line = 1;
    private int depth; // of round, square and inner braces within the part

    private StatementSplitter(String text) {
        this.text = text;
    }

    /** Returns the parts of a module in order. A comment that names a source line, such as {@code // naive.cu:23}, is a part. */
    static List<Part> split(String ptx) {
        return new StatementSplitter(ptx).split();
    }

    private List<Part> split() {
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                lineComment();
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else {
                character(text.charAt(at++));
            }
        }
        finish();
        return parts;
    }

    private void lineComment() {
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        Matcher source = SOURCE_LINE.matcher(text.substring(at, end).strip());
        if (part.toString().isBlank() && source.matches()) {
            parts.add(new Part("//" + source.group(1), line));
        }
        at = end;
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        end = end < 0 ? text.length() : end + 2;
        line += (int) text.substring(at, end).chars().filter(character -> character == '\n').count();
        part.append(' ');
        at = end;
    }

    private void character(char character) {
        switch (character) {
            case '\n' -> {
                line++;
                part.append(' ');
                if (LINE_DIRECTIVES.contains(firstWord())) {
                    finish();
                }
            }
            case '"' -> {
                int end = text.indexOf('"', at);
                end = end < 0 ? text.length() - 1 : end;
                append(text.substring(at - 1, end + 1));
                at = end + 1;
            }
            case '(', '[' -> {
                depth++;
                append(String.valueOf(character));
            }
            case ')', ']' -> {
                depth--;
                append(String.valueOf(character));
            }
            case '{' -> openBrace();
            case '}' -> closeBrace();
            case ';' -> {
                depth = 0;
                finish();
            }
            case ':' -> {
                append(":");
                if (depth == 0 && LABEL.matcher(part.toString().strip()).matches() && !text.startsWith(":", at)) {
                    finish();
                }
            }
            default -> append(String.valueOf(character));
        }
    }

    /**
     * Reads an opening brace. It begins a scope or a body, unless it is among the operands of an instruction or begins an
     * initializer.
     */
    private void openBrace() {
        String before = part.toString().strip();
        boolean opens = depth == 0 && (before.isEmpty() || before.startsWith(".") && !before.contains("="));
        if (opens) {
            finish();
            parts.add(new Part("{", line));
        } else {
            depth++;
            append("{");
        }
    }

    private void closeBrace() {
        if (depth > 0) {
            depth--;
            append("}");
        } else {
            finish();
            parts.add(new Part("}", line));
        }
    }

    private void append(String some) {
        if (part.toString().isBlank() && !some.isBlank()) {
            part.setLength(0);
            partLine = line;
        }
        part.append(some);
    }

    private String firstWord() {
        String stripped = part.toString().strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        return stripped.substring(0, end);
    }

    private void finish() {
        String done = part.toString().strip().replaceAll("\\s+", " ");
        if (!done.isEmpty()) {
            parts.add(new Part(done, partLine));
        }
        part.setLength(0);
    }
}
