package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/** Reads the operands behind an opcode: <code>{%f1, %f2}, [%rd1+8], 0f3F800000, !%p1</code>. */
public final class OperandReader {

    private final String text;
    private int at;

    public OperandReader(String text) {
        this.text = text;
    }

    public List<Operand> all() {
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
        Operand operand = switch (text.charAt(at)) {
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
            offset = ((Operand.Immediate) atom()).bits();
        }
        List<Operand> coordinates = skip(',') ? ((Operand.Vector) operand()).elements() : List.of();
        skip(']');
        return new Operand.Address(base, offset, coordinates);
    }

    private Operand atom() {
        skipSpaces();
        int begin = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "%_$.-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String atom = text.substring(begin, at);
        if (atom.startsWith("%")) {
            return new Operand.Register(atom);
        }
        if (atom.startsWith("0f") || atom.startsWith("0F")) {
            return new Operand.Immediate(Integer.parseUnsignedInt(atom.substring(2), 16), true);
        }
        if (atom.startsWith("0d") || atom.startsWith("0D")) {
            return new Operand.Immediate(Long.parseUnsignedLong(atom.substring(2), 16), true);
        }
        if (atom.matches("-?\\d.*")) {
            String digits = atom.endsWith("U") ? atom.substring(0, atom.length() - 1) : atom;
            return new Operand.Immediate(digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits), false);
        }
        if (atom.isEmpty()) {
            throw new Fault("not an operand: '" + text.substring(begin) + "' in '" + text + "'");
        }
        return new Operand.Symbol(atom);
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
