package gyrus.kernels.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradTiles;
import gyrus.kernels.cuda.loop.Divisor;
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
    private static final Pattern MEMBERS = Pattern.compile("(?m)^\\s+(int|unsigned|Divisor) ([\\w, ]+);");

    static Stream<Arguments> structures() {
        return Stream.of(Arguments.of(Divisor.class, "loop/divisor.cuh", "Divisor"),
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
            Arrays.stream(lines.group(2).split(",")).map(name -> type + name.strip()).forEach(members::add);
        }
        assertEquals(members, Arrays.stream(record.getRecordComponents()).map(CStructTest::member).toList());
    }

    private static String member(RecordComponent component) {
        return (component.getType() == Divisor.class ? "Divisor " : "int ") + component.getName();
    }

    @Test
    void membersBecomeNumbersInTheirOrder() {
        Divisor seven = Divisor.of(7);
        assertEquals(new Argument.Ints(7, seven.factor(), seven.shift()), seven.argument());
        assertEquals(new Argument.Ints(1, 2, 3, 7, seven.factor(), seven.shift(), 7, seven.factor(), seven.shift(), 4, 5, 6, 8),
                new CudaWindows(1, 2, 3, seven, seven, 4, 5, 6, 8).argument());
    }
}
