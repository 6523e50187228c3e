package gyrus.kernels.cuda.agreement;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.Support;
import gyrus.kernels.agreement.Agreement;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.device.RecordingDevice;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.memory.Operand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The error bound rejects every wrong result, however many terms it has and whatever factors are rounded to.
 */
final class BoundTest {

    /** Operations of the reference; sums of nine thousand terms are among these cases. */
    private static final double QUICK = 2e7;

    private static final Device HOST = new RecordingDevice(); // its memory is the host's, in float32

    @AfterAll
    static void close() {
        HOST.close();
    }

    /** Leaves zeros, and says that it rounds as the precision does. */
    private record Zeros<S>(Op<S> op, Precision precision) implements Kernel<S> {

        @Override
        public Support supports(S problem, Device device) {
            return Support.yes();
        }

        @Override
        public Plan prepare(S problem, Device device) {
            List<Port> ports = op.ports(problem);
            return operands -> {
                for (int i = 0; i < ports.size(); i++) {
                    if (ports.get(i).access() != Port.Access.READ) {
                        clear(operands[i], ports.get(i));
                    }
                }
            };
        }

        private static void clear(Operand operand, Port port) {
            for (long row = 0; row < port.extent().rows(); row++) {
                for (int column = 0; column < port.extent().width(); column++) {
                    operand.set(row * port.extent().pitch() + column, 0);
                }
            }
        }

        @Override
        public double factorRoundoff(Device device) {
            return precision.factorRoundoff();
        }
    }

    @TestFactory
    Stream<DynamicNode> zerosAgreeWithNoProduct() {
        return Stream.<Op<?>>of(new ConvForward(), new ConvGradInput(), new ConvGradWeight(), new Matmul())
                .map(BoundTest::products);
    }

    private static <S> DynamicNode products(Op<S> op) {
        Stream<S> problems = op.cases().stream().filter(problem -> op.flops(problem) <= QUICK);
        return dynamicContainer(op.name(), problems.map(problem -> dynamicTest(problem.toString(), () -> {
            try (Agreement<S> expected = new Agreement<>(op, problem, HOST.dtype())) {
                for (Precision precision : Precision.values()) {
                    Agreement.Verdict verdict = expected.check(new Zeros<>(op, precision), HOST);
                    assertFalse(verdict.agrees(), () -> precision + ": " + verdict);
                }
            }
        })));
    }
}
