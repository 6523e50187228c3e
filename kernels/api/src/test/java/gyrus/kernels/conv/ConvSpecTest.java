package gyrus.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The valid convolutions, and those that Winograd's algorithm serves. */
final class ConvSpecTest {

    /** Windows of which not one position fits; at a stride above one an integer division would find one. */
    @ParameterizedTest
    @CsvSource({"3,3,2,0,0,1, 2,8", "3,3,2,0,0,1, 8,2", "5,5,3,1,1,1, 2,2", "3,3,4,0,0,3, 6,9", "7,1,2,1,0,1, 4,4",
        "2,2,2,0,0,1, 1,1",
        "2147483647,1,2,0,0,1, 4,4", "3,3,2,0,0,2147483647, 4,4"})
    void aWindowLargerThanThePaddedImageIsRefused(
            int rows, int columns, int stride, int padRows, int padColumns, int dilation, int h, int w) {
        Filter filter = new Filter(rows, columns, stride, padRows, padColumns, dilation);
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> new ConvSpec(
                Image.dense(1, h, w, 1), Image.dense(1, 1, 1, 1), filter, Epilogue.NONE, false));
        assertTrue(refusal.getMessage().contains("more than the input's " + (refusal.getMessage().contains("rows, more") ? h : w)),
                refusal.getMessage());
    }

    @Test
    void theRefusalNamesBothSizes() {
        Filter filter = new Filter(5, 5, 2, 1, 0, 2);
        assertEquals("conv: filter 5x5 stride 2 pad 1,0 dilation 2 reaches over 9 rows, more than the input's 6"
                + " with their padding, 8; "
                + "use a smaller filter or dilation, or more padding",
                assertThrows(IllegalArgumentException.class, () -> filter.outputRows(6)).getMessage());
    }

    @Test
    void aWindowAsLargeAsThePaddedImageHasOnePosition() {
        assertEquals(1, new Filter(5, 5, 3, 1, 1, 1).outputRows(3));
    }

    @ParameterizedTest
    @CsvSource({"1,4,5,8,8, 3,3", "1,1,1,3,3, 1,1", "1,8,8,1,1, 1,1", "1,8,8,2,2, 2,2", "1,1,30,2,8, 1,1", "2,6,6,64,64, 4,1"})
    void winogradRefusesAConvolutionWithAResultOfFewProducts(int n, int h, int w, int in, int out, int padRows, int padColumns) {
        assertInstanceOf(Support.No.class, Winograd3x3.supportsForward(problem(n, h, w, in, out, padRows, padColumns)));
    }

    @ParameterizedTest
    @CsvSource({"1,9,9,4,8, 0,0", "1,3,3,9,8, 0,0", "1,8,8,3,2, 1,1", "1,3,4,3,1, 2,1"})
    void winogradRefusesAGradientOfTheInputWithAResultOfFewProducts(int n, int h, int w, int in, int out, int padRows,
            int padColumns) {
        assertInstanceOf(Support.No.class, Winograd3x3.supportsGradInput(problem(n, h, w, in, out, padRows, padColumns)));
    }

    @ParameterizedTest
    @CsvSource({"8,1,1,64,64, 1,1", "1,3,4,64,64, 1,1", "4,1,30,64,64, 1,1", "2,2,2,64,64, 3,3"})
    void winogradRefusesAGradientOfTheWeightsWithAResultOfFewProducts(int n, int h, int w, int in, int out, int padRows,
            int padColumns) {
        assertInstanceOf(Support.No.class, Winograd3x3.supportsGradWeight(problem(n, h, w, in, out, padRows, padColumns)));
    }

    /** The network's convolutions: on images of 4 x 4 pixels and more, of three channels and more. */
    @ParameterizedTest
    @CsvSource({"1,4,4,993,64", "1,8,8,3,16", "8,128,128,97,32"})
    void winogradServesConvolutionsThatKeepTheSize(int n, int h, int w, int in, int out) {
        ConvSpec problem = problem(n, h, w, in, out, 1, 1);
        assertEquals(Support.yes(), Winograd3x3.supportsForward(problem));
        assertEquals(Support.yes(), Winograd3x3.supportsGradInput(problem));
        assertEquals(Support.yes(), Winograd3x3.supportsGradWeight(problem));
    }

    private static ConvSpec problem(int n, int h, int w, int in, int out, int padRows, int padColumns) {
        Filter filter = new Filter(3, 3, 1, padRows, padColumns, 1);
        return new ConvSpec(Image.dense(n, h, w, in), Image.dense(n, filter.outputRows(h), filter.outputColumns(w), out), filter,
                Epilogue.NONE, false);
    }
}
