package gyrus.ptx.source;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declaration of registers or of a variable: {@code .shared .align 4 .b8 tile[1024]}.
 *
 * @param space {@code reg}, {@code shared}, {@code local}, {@code global}, {@code const} or {@code param}
 * @param alignment the alignment in bytes
 * @param bytes the size of the whole variable; zero if the launch sets it
 * @param initial the initial bytes of a module's variable; empty for zeros
 */
record Declaration(String space, int alignment, Type type, String name, int bytes, List<Byte> initial) {

    private static final Set<String> SPACES = Set.of("reg", "shared", "local", "global", "const", "param");
    private static final Pattern NAME = Pattern.compile("([%\\w$]+)\\s*(?:<(\\d+)>)?\\s*((?:\\[\\s*\\w*\\s*])*)");
    private static final Pattern DIRECTIVE = Pattern.compile("\\.(\\w+)(?:::\\w+)?\\s*");

    /** Returns whether a part of a module declares registers or variables. */
    static boolean is(String part) {
        if (!part.startsWith(".")) {
            return false;
        }
        Matcher directive = DIRECTIVE.matcher(part);
        while (directive.lookingAt()) {
            if (SPACES.contains(directive.group(1))) {
                return true;
            }
            if (!Set.of("visible", "extern", "weak", "common").contains(directive.group(1))) {
                return false;
            }
            directive.region(directive.end(), part.length());
        }
        return false;
    }

    /** Returns the declarations of a part; {@code .reg .b32 %r<8>} declares eight registers. */
    static List<Declaration> of(String part, String where) {
        int sign = part.indexOf('=');
        String text = sign < 0 ? part : part.substring(0, sign);
        String space = "";
        int alignment = 0;
        Type type = null;
        int elements = 1;
        Matcher directive = DIRECTIVE.matcher(text);
        while (directive.lookingAt()) {
            String word = directive.group(1);
            int end = directive.end();
            if (SPACES.contains(word) && space.isEmpty()) {
                space = word;
            } else if (word.equals("align")) {
                Matcher number = Pattern.compile("(\\d+)\\s*").matcher(text).region(end, text.length());
                if (!number.lookingAt()) {
                    throw notUnderstood(part, where);
                }
                alignment = Math.max(alignment, type == null ? Integer.parseInt(number.group(1))
                        : 0); // after .ptr, it is the alignment of the pointee
                end = number.end();
            } else if (word.equals("v2") || word.equals("v4")) {
                elements = word.charAt(1) - '0';
            } else if (Type.exists(word)) {
                type = Type.of(word);
            }
            directive.region(end, text.length());
        }
        if (type == null) {
            throw notUnderstood(part, where);
        }
        List<Declaration> declarations = new ArrayList<>();
        for (String one : text.substring(directive.regionStart()).split(",")) {
            Matcher name = NAME.matcher(one.strip());
            if (!name.matches()) {
                throw notUnderstood(part, where);
            }
            int bytes = type.bytes() * elements;
            for (String extent : name.group(3).replace("]", "").split("\\[")) {
                bytes = extent.isBlank() ? bytes : Math.multiplyExact(bytes, Integer.parseInt(extent.strip()));
            }
            boolean open = name.group(3).replace(" ", "").startsWith("[]");
            int count = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
            int bytesOfOne = open && sign < 0 ? 0 : bytes;
            List<Byte> initial = sign < 0 ? List.of() : initial(part.substring(sign + 1), type, part, where);
            int size = open ? Math.max(bytesOfOne, initial.size()) : bytesOfOne;
            for (int i = 0; i < count; i++) {
                String each = name.group(2) == null ? name.group(1) : name.group(1) + i;
                declarations.add(new Declaration(space, Math.max(alignment, Math.max(1, type.bytes() * elements)), type, each,
                        open && sign < 0 ? 0 : size, initial));
            }
        }
        return declarations;
    }

    private static List<Byte> initial(String text, Type type, String part, String where) {
        List<Byte> bytes = new ArrayList<>();
        for (String number : text.replaceAll("[{}\\s]", "").split(",")) {
            if (number.isEmpty()) {
                continue;
            }
            List<Operand> operand = new OperandReader(number, where).all();
            if (operand.size() != 1 || !(operand.getFirst() instanceof Operand.Immediate(long bits, boolean floating))) {
                throw new Fault(FaultKind.UNSUPPORTED, where + ": a variable that begins with an address is not supported: "
                        + part);
            }
            for (int i = 0; i < type.bytes(); i++) {
                bytes.add((byte) (bits >>> 8 * i));
            }
        }
        return bytes;
    }

    private static Fault notUnderstood(String part, String where) {
        return new Fault(FaultKind.SYNTAX, where + " is not understood: " + part);
    }
}
