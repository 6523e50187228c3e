package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the operands after an opcode: <code>{%f1, %f2}, [%rd1+8], 0f3F800000, !%p1</code>. */
final class OperandReader {

    private final String text;
    private final String where; // for messages
    private int at;

    OperandReader(String text, String where) {
        this.text = text;
        this.where = where;
    }

    List<Operand> all() {
        List<Operand> operands = new ArrayList<>();
        skipSpaces();
        while (at < text.length()) {
            operands.add(operand());
            skip(',');
        }
        return operands;
    }

    private Operand operand() {
        skipSpaces();
        Operand operand = switch (peek()) {
            case '{' -> vector();
            case '[' -> address();
            case '!' -> {
                at++;
                yield new Operand.Negated(operand());
            }
            default -> atom();
        };
        if (skip('|')) {
            return new Operand.Pair(operand, operand());
        }
        return operand;
    }

    private Operand vector() {
        at++;
        List<Operand> elements = new ArrayList<>();
        while (!skip('}')) {
            elements.add(operand());
            skip(',');
        }
        return new Operand.Vector(elements);
    }

    private Operand address() {
        at++;
        Operand base = atom();
        long offset = 0;
        if (skip('+')) {
            offset = offset();
        } else if (peek() == '-') {
            offset = offset();
        }
        int begin = at;
        List<Operand> coordinates = List.of();
        if (skip(',')) {
            if (!(operand() instanceof Operand.Vector(List<Operand> elements))) {
                throw notUnderstood(begin);
            }
            coordinates = elements;
        }
        if (!skip(']')) {
            throw notUnderstood(begin);
        }
        return new Operand.Address(base, offset, coordinates);
    }

    private long offset() {
        int begin = at;
        if (atom() instanceof Operand.Immediate(long bits, boolean floating)) {
            return bits;
        }
        throw notUnderstood(begin);
    }

    private Operand atom() {
        skipSpaces();
        int begin = at;
        at += peek() == '-' ? 1 : 0;
        while (Character.isLetterOrDigit(peek()) || peek() == '%' || peek() == '_' || peek() == '$' || peek() == '.') {
            at++;
        }
        String atom = text.substring(begin, at);
        if (atom.startsWith("%")) {
            return new Operand.Register(atom);
        }
        if (!atom.matches("-?\\d.*")) {
            if (atom.isEmpty() || atom.equals("-")) {
                throw notUnderstood(begin);
            }
            return new Operand.Symbol(atom);
        }
        try {
            return number(atom);
        } catch (NumberFormatException failure) {
            throw notUnderstood(begin);
        }
    }

    private static Operand number(String atom) {
        String prefix = atom.substring(0, Math.min(2, atom.length())).toLowerCase(Locale.ROOT);
        if (prefix.equals("0f")) {
            return new Operand.Immediate(Integer.parseUnsignedInt(atom.substring(2), 16), true);
        }
        if (prefix.equals("0d")) {
            return new Operand.Immediate(Long.parseUnsignedLong(atom.substring(2), 16), true);
        }
        String digits = atom.endsWith("U") ? atom.substring(0, atom.length() - 1) : atom;
        return new Operand.Immediate(prefix.equals("0x") ? Long.parseUnsignedLong(digits.substring(2), 16)
                : digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits), false);
    }

    private Fault notUnderstood(int begin) {
        return new Fault(FaultKind.SYNTAX, where + ": not an operand: '" + text.substring(begin) + "' in '" + text + "'");
    }

    /** Returns the next character, or zero after the last one. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char character) {
        skipSpaces();
        if (at < text.length() && text.charAt(at) == character) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
