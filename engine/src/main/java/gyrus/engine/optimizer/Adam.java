package gyrus.engine.optimizer;

import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): {@code m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;
 * w -= lr (m / (1-b1^t)) / (sqrt(v / (1-b2^t)) + epsilon)} for update t = 1, 2, ...
 */
public record Adam(Schedule schedule, double beta1, double beta2, double epsilon) implements UpdateRule {

    public Adam {
        Hyperparameter.requireFraction("Adam", "beta1", beta1);
        Hyperparameter.requireFraction("Adam", "beta2", beta2);
        Hyperparameter.require("Adam", "epsilon", epsilon, epsilon >= Float.MIN_NORMAL,
                "at least " + Float.MIN_NORMAL + ", so that single precision has it");
    }

    /** Returns Adam with a learning rate and the defaults of Kingma and Ba for all others. */
    public static Adam ofRate(double learningRate) {
        return new Adam(new Schedule.Constant(learningRate), 0.9, 0.999, 1e-8);
    }

    /** Returns Adam as in the Dense-U-Net paper's code, with a decay of 1.99e-7 per update. */
    public static Adam paper(double learningRate) {
        return new Adam(new Schedule.InverseTime(learningRate, 1.99e-7), 0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public double rateAfter(long updates) {
        return schedule.rateAfter(updates);
    }

    @Override
    public List<String> state() {
        return List.of("mean", "variance");
    }

    @Override
    public double[] rates(long update) {
        return rates(update, 0);
    }

    /** Returns the rates of an update that also multiplies each weight by {@code 1 - lr weightDecay}. */
    double[] rates(long update, double weightDecay) {
        double rate = rateAfter(update - 1);
        return new double[] {rate / (1 - Math.pow(beta1, update)), 1 / Math.sqrt(1 - Math.pow(beta2, update)), 1 - beta1, 1 - beta2,
            epsilon, rate * weightDecay};
    }

    @Override
    public void launch(Device device, int elements, Operand... operands) {
        device.launch(new gyrus.kernels.adam.Adam(), new AdamSpec(elements), operands);
    }
}
