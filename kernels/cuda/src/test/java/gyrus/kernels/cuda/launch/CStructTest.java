package gyrus.kernels.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Layout;
import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradTiles;
import gyrus.kernels.cuda.loop.Divisor;
import gyrus.kernels.cuda.loop.Nest;
import gyrus.kernels.cuda.pool.CudaWindows;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The records that kernels take as C structures have the members of these, by type, name and order. */
final class CStructTest {

    private static final Path SOURCES = Path.of("src/main/java/gyrus/kernels/cuda");
    private static final Pattern MEMBERS = Pattern.compile("(?m)^\\s+(int|unsigned|Divisor) ([\\w, \\[\\]]+);");
    private static final Pattern LENGTH = Pattern.compile("\\[\\w+]");

    static Stream<Arguments> structures() {
        return Stream.of(Arguments.of(Divisor.class, "loop/divisor.cuh", "Divisor"),
                Arguments.of(Nest.class, "loop/nest.cuh", "Nest"),
                Arguments.of(CudaBoxes.class, "conv/boxes.cuh", "Boxes"),
                Arguments.of(CudaGeometry.class, "conv/geometry.cuh", "Geometry"),
                Arguments.of(CudaWinogradTiles.class, "conv/winograd/winograd.cuh", "TiledImage"),
                Arguments.of(CudaWindows.class, "pool/windows.cuh", "Windows"));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void recordsHaveTheMembersOfTheirStructures(Class<? extends Record> record, String header, String structure)
            throws IOException {
        String text = Files.readString(SOURCES.resolve(header));
        int begin = text.indexOf("struct " + structure + " {");
        List<String> members = new ArrayList<>();
        Matcher lines = MEMBERS.matcher(text.substring(begin, text.indexOf("};", begin)));
        while (lines.find()) {
            String type = lines.group(1).equals("Divisor") ? "Divisor " : "int ";
            Arrays.stream(LENGTH.matcher(lines.group(2)).replaceAll("[]").split(",")).map(name -> type + name.strip())
                    .forEach(members::add);
        }
        assertEquals(members, Arrays.stream(record.getRecordComponents()).map(CStructTest::member).toList());
    }

    /** Returns a member as C declares it, an array without its length. */
    private static String member(RecordComponent component) {
        String type = component.getGenericType().getTypeName();
        String lengths = "[]".repeat(type.split("java.util.List<", -1).length - 1);
        return (type.contains("Divisor") ? "Divisor " : "int ") + component.getName() + lengths;
    }

    @Test
    void arraysHaveTheLengthsOfTheHeader() throws IOException {
        String header = Files.readString(SOURCES.resolve("loop/nest.cuh"));
        Layout cube = Layout.dense(List.of(2, 3, 4));
        Argument.Ints nest = (Argument.Ints) Nest.all(LoopNest.of(cube, cube), 0);
        int loops = constant(header, "MAX_LOOPS");
        assertEquals(1 + loops * 3 + loops * constant(header, "OPERANDS"), nest.values().length);
    }

    private static int constant(String header, String name) {
        Matcher value = Pattern.compile("constexpr int " + name + " = (\\d+);").matcher(header);
        assertTrue(value.find(), name);
        return Integer.parseInt(value.group(1));
    }

    @Test
    void membersBecomeNumbersInTheirOrder() {
        Divisor seven = Divisor.of(7);
        assertEquals(new Argument.Ints(7, seven.factor(), seven.shift()), seven.argument());
        assertEquals(new Argument.Ints(1, 2, 3, 7, seven.factor(), seven.shift(), 7, seven.factor(), seven.shift(), 4, 5, 6, 8),
                new CudaWindows(1, 2, 3, seven, seven, 4, 5, 6, 8).argument());
    }
}
