package gyrus.kernels.adam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.kernels.Extent;
import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.util.stream.LongStream;

/** The check that Adam moves nothing where the loss is no number. */
public final class AdamWithoutLoss {

    private AdamWithoutLoss() {}

    /** Takes steps of losses that are no numbers, and one that is, and looks at what moved. */
    public static void check(Device device) {
        AdamSpec problem = new AdamSpec(37);
        Adam op = new Adam();
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0}) {
            Operand[] operands = op.ports(problem).stream().map(port -> {
                double value = port.name().equals("loss") ? loss : port.name().equals("g") ? 0.25 : 0.5;
                return filled(device, port.extent(), value);
            }).toArray(Operand[]::new);
            device.launch(op, problem, operands);
            for (int moving : new int[] {0, 2, 3}) {
                device.read(operands[moving], Extent.vector(37), host -> {
                    for (int i = 0; i < 37; i++) {
                        assertEquals(loss != 0, host.get(i) == 0.5, "operand " + moving + " at a loss of " + loss);
                    }
                });
            }
        }
    }

    private static Operand filled(Device device, Extent extent, double value) {
        Operand operand = Operand.of(device.lend(extent.elements()));
        device.write(operand, extent, host -> LongStream.range(0, extent.elements()).forEach(at -> host.set(at, value)));
        return operand;
    }
}
