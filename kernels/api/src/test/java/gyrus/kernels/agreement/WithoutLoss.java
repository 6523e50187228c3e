package gyrus.kernels.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.Extent;
import gyrus.kernels.Op;
import gyrus.kernels.Port;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.sgd.Sgd;
import gyrus.kernels.sgd.SgdSpec;
import java.util.List;
import java.util.stream.LongStream;

/** The check that the optimizers' kernels change nothing if the loss is not finite. */
public final class WithoutLoss {

    private static final int ELEMENTS = 37;

    private WithoutLoss() {}

    /** Takes steps with losses that are not finite, and one with loss 0, and compares what changed. */
    public static void check(Device device) {
        check(device, new Adam(), new AdamSpec(ELEMENTS));
        check(device, new Sgd(), new SgdSpec(ELEMENTS));
    }

    private static <S> void check(Device device, Op<S> op, S problem) {
        List<Port> ports = op.ports(problem);
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0}) {
            Operand[] operands = ports.stream().map(port -> {
                double value = port.name().equals("loss") ? loss : port.name().equals("g") ? 0.25 : 0.5;
                return filled(device, port.extent(), value);
            }).toArray(Operand[]::new);
            device.launch(op, problem, operands);
            for (int i = 0; i < operands.length; i++) {
                if (ports.get(i).access() == Port.Access.UPDATE) {
                    String what = op.name() + ": operand " + ports.get(i).name() + " at a loss of " + loss;
                    device.read(operands[i], Extent.vector(ELEMENTS), host -> {
                        for (int element = 0; element < ELEMENTS; element++) {
                            assertEquals(loss != 0, host.get(element) == 0.5, what);
                        }
                    });
                }
            }
        }
    }

    private static Operand filled(Device device, Extent extent, double value) {
        Operand operand = Operand.of(device.allocate(extent.elements()));
        device.write(operand, extent, host -> LongStream.range(0, extent.elements()).forEach(at -> host.set(at, value)));
        return operand;
    }
}
