package gyrus.bench.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UsageError;
import gyrus.bench.measure.Case;
import gyrus.bench.workload.NetworkShape;
import gyrus.kernels.Op;
import gyrus.kernels.device.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems as they are typed: what is written is read again, defaults are left out, and what cannot be is refused. */
final class ProblemKeysTest {

    private static final List<Op<?>> OPS = Catalog.ops();

    @Test
    void everyProblemOfTheNetworkAndEveryCaseIsReadAgain() {
        List<Case<?>> cases = Case.all(new NetworkShape(2, 32, 2));
        for (Case<?> each : cases) {
            assertEquals(List.of(new Case<>(problemOp(each), each.problem(), 0)), Case.parse(each.text(), OPS), each.text());
        }
        assertTrue(cases.size() > 300, "the ops have many cases: " + cases.size());
    }

    @SuppressWarnings("unchecked") // the op of a case takes its problem
    private static Op<Object> problemOp(Case<?> each) {
        return (Op<Object>) each.op();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            conv forward n=4,h=200,in=64,out=32,k=3          ; [4,200,200,64] * 3x3 stride 1 pad 1,1 dilation 1 -> [4,200,200,32]
            conv forward h=9,w=7,in=2,out=3,k=1,kw=5,stride=2; [1,9,7,2] * 1x5 stride 2 pad 0,2 dilation 1 -> [1,5,4,3]
            conv forward h=9,in=2,out=3,k=3,dilation=2,pad=0 ; [1,9,9,2] * 3x3 stride 1 pad 0,0 dilation 2 -> [1,5,5,3]
            conv forward h=9,in=2,out=3,k=3,dilation=2       ; [1,9,9,2] * 3x3 stride 1 pad 2,2 dilation 2 -> [1,9,9,3]
            conv forward h=8,in=2,out=3,k=3,out-pitch=9,epilogue=bias-relu ; \
            [1,8,8,2] * 3x3 stride 1 pad 1,1 dilation 1 -> [1,8,8,3 of 9] bias+relu
            max pool forward n=2,h=16,channels=8             ; [2,16,16,8] 2x2 stride 2 -> [2,8,8,8]
            matmul m=5,n=6,k=7,transpose-b=true              ; [5,7] [7,6]^T
            reduce function=mean,x=8x4x6,y=1x1x6             ; mean [8,4,6] -> [1,1,6]
            binary map function=sign-transfer,a=8x4          ; sign transfer [8,4], [8,4] -> [8,4]
            """)
    void keysThatAreNotGivenHaveDefaults(String text, String problem) {
        List<Case<?>> cases = Case.parse(text, OPS);
        assertEquals(List.of(problem), cases.stream().map(each -> each.problem().toString()).toList());
        assertEquals(text, cases.getFirst().text(), "defaults are left out");
    }

    @Test
    void withoutAnOpAProblemIsOneOfEveryOpThatHasItsKeys() {
        assertEquals(List.of("conv forward", "conv grad input", "conv grad weight"), ops("h=8,in=2,out=3,k=3"));
        assertEquals(List.of("conv forward", "conv grad input"), ops("h=8,in=2,out=3,k=3,epilogue=bias"), "gradients have none");
        assertEquals(List.of("max pool gradient"), ops("h=8,channels=3,accumulate=true"), "a forward pass does not accumulate");
    }

    private static List<String> ops(String text) {
        return Case.parse(text, OPS).stream().map(each -> each.op().name()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            conv forward h=8,in=2,out=3,k=3,depth=4   ; depth=4: conv forward has no key depth; its keys are n, h, w, in, out, k,
            conv forward h=8,in=2,out=3               ; k is missing: conv forward needs h, in, out, k; k is a whole number from 1
            conv forward h=0,in=2,out=3,k=3           ; h=0: expected a whole number from 1 to 2147483647
            conv forward h=8,in=2,out=3,k=3,pad=-1    ; pad=-1: expected a whole number from 0
            conv forward h=8,in=2.5,out=3,k=3         ; in=2.5: expected a whole number
            conv forward h=8,in=2,out=3,k=3,epilogue=gelu ; epilogue=gelu: expected one of none, bias, bias-relu
            conv forward h=4,in=2,out=3,k=9,pad=0     ; h=4,in=2,out=3,k=9,pad=0: conv: filter 9x9
            conv forward h=8,in=2,out=3,k=3,in-pitch=1; image: [1,8,8,2] with pitch 1
            conv forward n=64,h=9000,in=64,out=64,k=3 ; more than 2147483647 pixels
            conv forward h=9000,in=64,out=64,k=3      ; x has 5184000000 elements; expected at most 2147483647
            conv forward h=8,in=70000,out=70000,k=3   ; weights, more than
            conv forward h=8,in=2,out=3,k=2147483647,dilation=2147483647 ; k=2147483647
            max pool forward h=4,channels=2,size=5    ; larger than the images of 4 x 4
            matmul m=1,n=1,k=x                        ; k=x: expected a whole number
            matmul m=1,n=1,k=1,transpose-a=yes        ; transpose-a=yes: expected one of false, true
            reduce function=sum,x=8x4,y=8x3           ; cannot be reduced
            reduce function=median,x=8x4,y=8x1        ; function=median: expected one of sum, mean, max
            reduce function=sum,x=8x-4,y=8x1          ; x=8x-4: expected 1 to 6 extents such as 8x64x64x32
            binary map function=add,a=8x4,b=3x4       ; cannot be broadcast
            unary map function=exp,x=8x4,scale=big    ; scale=big: expected a number such as 0.5
            box copy from=8x4,to=4x8                  ; do not fit
            conv backwards h=8                        ; no op here is named 'conv backwards'; ops: adam,
            """)
    void impossibleValuesAreRefused(String text, String why) {
        String message = assertThrows(UsageError.class, () -> Case.parse(text, OPS)).getMessage();
        assertTrue(message.contains(why) && !message.contains("\n"), message);
    }
}
