package gyrus.engine.optimizer;

import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019): the update of {@link Adam}, and {@code w -= lr weightDecay w}. As
 * in PyTorch, the schedule scales the decay, too, and the decay uses the weight before the update.
 */
public record AdamW(Adam adam, double weightDecay) implements UpdateRule {

    public AdamW {
        Hyperparameter.requireNotNegative("AdamW", "weight decay", weightDecay);
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public double rateAfter(long updates) {
        return adam.rateAfter(updates);
    }

    @Override
    public List<String> state() {
        return adam.state();
    }

    @Override
    public double[] rates(long update) {
        return adam.rates(update, weightDecay);
    }

    @Override
    public void launch(Device device, int elements, Operand... operands) {
        adam.launch(device, elements, operands);
    }
}
