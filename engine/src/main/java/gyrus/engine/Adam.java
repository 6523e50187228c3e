package gyrus.engine;

import gyrus.kernels.Extent;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;

/**
 * The Adam optimizer (Kingma and Ba 2015): {@code m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;
 * w -= lr (m / (1-b1^t)) / (sqrt(v / (1-b2^t)) + epsilon)}. One kernel launch updates all parameters.
 *
 * <p>The learning rate of update t = 1, 2, ... is {@code learningRate / (1 + decay (t-1))}, as in the Dense-U-Net paper's code.
 */
public final class Adam {

    /** The hyperparameters of Adam. */
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

        /** Returns the settings of a learning rate, with the defaults of Kingma and Ba for all others. */
        public static Settings ofRate(double learningRate) {
            return new Settings(learningRate, 0.9, 0.999, 1e-8, 0);
        }

        /** Returns the settings of the Dense-U-Net paper's code, with a decay of 1.99e-7 per update. */
        public static Settings paper(double learningRate) {
            return new Settings(learningRate, 0.9, 0.999, 1e-8, 1.99e-7);
        }

        /** Returns the learning rate of the update that follows the given number of updates. */
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
    private boolean ready; // the rates for the next call of move are on the device

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
     * Updates every parameter by its gradient, which is the sum over all backward passes since the last update, or zero for a
     * parameter that none of them reached. The next backward pass starts from zero gradients.
     *
     * @param loss the scalar whose gradients these are; if it is not finite, no parameter changes
     * @throws IllegalStateException if no backward pass has reached any parameter since the last update
     */
    public void update(Tensor loss) {
        requireMovable(loss);
        next();
        move(loss);
    }

    /** Begins an update: counts it and copies its rates, which change from step to step, to the device. */
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
     * Updates every parameter with the rates that {@link #next} has copied to the device. It is the part of an update that a
     * {@link RepeatedStep} can capture.
     */
    public void move(Tensor loss) {
        requireMovable(loss);
        if (!ready) {
            throw new IllegalStateException("adam: move() without rates for this update; call next() before each move()");
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
            throw new IllegalArgumentException("adam: the loss " + loss + " belongs to another engine than the parameters");
        }
        parameters.requireGradients("adam");
    }

    /** Returns the learning rate of the next update. */
    public double learningRate() {
        return settings.rateAfter(updates);
    }

    /** Returns the number of updates so far. */
    public long updates() {
        return updates;
    }

    public Settings settings() {
        return settings;
    }

    /** Returns the running mean of a parameter's gradients; a checkpoint stores it with {@link #variance} and {@link #updates}. */
    public Tensor mean(String parameter) {
        return parameters.alongside(mean, parameter);
    }

    /** Returns the running mean of the squares of a parameter's gradients. */
    public Tensor variance(String parameter) {
        return parameters.alongside(variance, parameter);
    }

    /** Sets the number of updates so far, after the means and variances of another run were copied in. */
    public void resumeAt(long updates) {
        if (updates < 0) {
            throw new IllegalArgumentException("adam: cannot resume after " + updates + " updates");
        }
        this.updates = updates;
    }

    /** Frees the optimizer's memory. */
    public void release() {
        parameters.engine().requireThread();
        mean.release();
        variance.release();
        rates.release();
    }
}
