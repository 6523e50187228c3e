package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;

/**
 * The Adam optimizer (Kingma and Ba 2015): {@code m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;
 * w -= lr (m / (1-b1^t)) / (sqrt(v / (1-b2^t)) + epsilon)}, all parameters in one pass.
 *
 * <p>The learning rate of update t = 1, 2, ... is {@code learningRate / (1 + decay (t-1))}, as in the paper's code.
 */
public final class Adam {

    /** The numbers that steer it; the defaults are the paper's. */
    public record Settings(double learningRate, double beta1, double beta2, double epsilon, double decay) {

        public Settings {
            require("learning rate", learningRate, learningRate >= 0, "0 or more");
            require("beta1", beta1, beta1 >= 0 && beta1 < 1, "at least 0 and below 1");
            require("beta2", beta2, beta2 >= 0 && beta2 < 1, "at least 0 and below 1");
            require("epsilon", epsilon, epsilon >= Float.MIN_NORMAL,
                    "at least " + Float.MIN_NORMAL + ", so that single precision has it");
            require("decay", decay, decay >= 0, "0 or more");
        }

        private static void require(String name, double value, boolean holds, String allowed) {
            if (!holds || Math.abs(value) > Float.MAX_VALUE) {
                throw new IllegalArgumentException("Adam: " + name + " " + value + "; it must be a finite number, " + allowed);
            }
        }

        public static Settings ofRate(double learningRate) {
            return new Settings(learningRate, 0.9, 0.999, 1e-8, 0);
        }

        /** The paper's code: the rate falls by a factor 1 + 1.99e-7 per update. */
        public static Settings paper(double learningRate) {
            return new Settings(learningRate, 0.9, 0.999, 1e-8, 1.99e-7);
        }

        /** The rate of the update that comes after so many. */
        public double rateAfter(long updates) {
            return learningRate / (1 + decay * updates);
        }
    }

    private final Parameters parameters;
    private final Settings settings;
    private final Block mean;
    private final Block variance;
    private final Block rates;
    private long updates;
    private boolean ready; // the rates of the next move are on the device

    public Adam(Parameters parameters, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        var device = parameters.engine().device();
        long elements = parameters.values().elements();
        mean = device.lend(elements);
        variance = device.lend(elements);
        rates = device.lend(AdamSpec.RATES);
        Extent all = Extent.vector(Math.toIntExact(elements));
        device.launch(new Fill(), new FillSpec(all, 0), Operand.of(mean));
        device.launch(new Fill(), new FillSpec(all, 0), Operand.of(variance));
    }

    /**
     * Moves every parameter by its gradient, the sum over all backward passes since the last update; parameters that none of them
     * reached have gradient zero. The next backward pass begins anew.
     *
     * @param loss one number, which the gradients are of; where it is not finite, nothing moves
     * @throws IllegalStateException where no backward pass has reached any parameter since the last update
     */
    public void update(Tensor loss) {
        requireMovable(loss);
        next();
        move(loss);
    }

    /** Counts an update, and brings its rates to the device: the half of it that differs from one to the next. */
    public void next() {
        double rate = learningRate();
        updates++;
        parameters.engine().device().write(Operand.of(rates), Extent.vector(AdamSpec.RATES), host -> {
            host.set(0, rate / (1 - Math.pow(settings.beta1(), updates)));
            host.set(1, 1 / Math.sqrt(1 - Math.pow(settings.beta2(), updates)));
            host.set(2, 1 - settings.beta1());
            host.set(3, 1 - settings.beta2());
            host.set(4, settings.epsilon());
        });
        ready = true;
    }

    /**
     * Moves every parameter, at the rates that {@link #next} has brought to the device: the half of an update that is the same each
     * time, for repeated steps.
     */
    public void move(Tensor loss) {
        requireMovable(loss);
        if (!ready) {
            throw new IllegalStateException("adam: a move without rates of its own; call next() before each");
        }
        ready = false;
        Operand number = loss.filledOperand();
        parameters.completeGradients();
        AdamSpec problem = new AdamSpec(Math.toIntExact(parameters.values().elements()));
        parameters.engine().device().launch(new gyrus.kernels.adam.Adam(), problem, Operand.of(parameters.values()),
                Operand.of(parameters.gradients()), Operand.of(mean), Operand.of(variance), Operand.of(rates),
                number);
        parameters.wrote();
    }

    private void requireMovable(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException("adam: expected one number as the loss, got " + loss);
        }
        if (loss.engine() != parameters.engine()) {
            throw new IllegalArgumentException("adam: the loss " + loss + " is of another engine than the parameters");
        }
        parameters.requireGradients("adam");
    }

    /** The rate of the next update. */
    public double learningRate() {
        return settings.rateAfter(updates);
    }

    /** How many updates were made. */
    public long updates() {
        return updates;
    }

    public Settings settings() {
        return settings;
    }

    /** The running mean of a parameter's gradients: with {@link #variance} and {@link #updates} what a checkpoint needs. */
    public Tensor mean(String parameter) {
        return parameters.alongside(mean, parameter);
    }

    /** The running mean of the squares of a parameter's gradients. */
    public Tensor variance(String parameter) {
        return parameters.alongside(variance, parameter);
    }

    /** Continues counting where another run stopped, after its means and variances were copied in. */
    public void resumeAt(long updates) {
        if (updates < 0) {
            throw new IllegalArgumentException("adam: cannot resume after " + updates + " updates");
        }
        this.updates = updates;
    }

    /** Gives the memory back. */
    public void release() {
        parameters.engine().requireThread();
        mean.release();
        variance.release();
        rates.release();
    }
}
