package gyrus.engine.optimizer;

import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.sgd.SgdSpec;
import java.util.List;

/**
 * Stochastic gradient descent in PyTorch's form: {@code d = g + weightDecay w; v = momentum v + d; w -= lr v}, or with Nesterov's
 * momentum (Sutskever et al., 2013) {@code w -= lr (d + momentum v)}.
 *
 * @param schedule the learning rate lr of each update
 * @param momentum the share of v that the next update retains, in [0, 1); 0 for plain gradient descent
 * @param nesterov whether the gradient is applied once more, ahead of the momentum
 * @param weightDecay the factor of the L2 penalty's gradient
 */
public record Sgd(Schedule schedule, double momentum, boolean nesterov, double weightDecay) implements UpdateRule {

    public Sgd {
        Hyperparameter.requireFraction("SGD", "momentum", momentum);
        Hyperparameter.requireNotNegative("SGD", "weight decay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("SGD: Nesterov's momentum needs a momentum above 0");
        }
    }

    /** Returns plain gradient descent: {@code w -= lr g}. */
    public static Sgd ofRate(double learningRate) {
        return new Sgd(new Schedule.Constant(learningRate), 0, false, 0);
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public double rateAfter(long updates) {
        return schedule.rateAfter(updates);
    }

    @Override
    public List<String> state() {
        return List.of("momentum");
    }

    /** Returns the rates of {@link gyrus.kernels.sgd.Sgd}: the factors of d and v, the weight decay, and the momentum. */
    @Override
    public double[] rates(long update) {
        double rate = rateAfter(update - 1);
        return new double[] {nesterov ? -rate : 0, nesterov ? -rate * momentum : -rate, weightDecay, momentum};
    }

    @Override
    public void launch(Device device, int elements, Operand... operands) {
        device.launch(new gyrus.kernels.sgd.Sgd(), new SgdSpec(elements), operands);
    }
}
