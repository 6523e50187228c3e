package gyrus.engine;

import gyrus.engine.optimizer.UpdateRule;
import gyrus.kernels.Extent;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Operand;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Updates parameters by their gradients. One kernel launch updates all of them, by the formula of the {@link UpdateRule}. */
public final class Optimizer {

    private final Parameters parameters;
    private final UpdateRule rule;
    private final SequencedMap<String, Block> state = new LinkedHashMap<>();
    private final Block rates;
    private long updates;
    private boolean ready; // the rates for the next call of move are on the device

    /** Creates an optimizer; its state is zero. */
    public Optimizer(Parameters parameters, UpdateRule rule) {
        this.parameters = parameters;
        this.rule = rule;
        var device = parameters.engine().device();
        long elements = parameters.gradients().elements();
        Extent all = Extent.vector(Math.toIntExact(elements));
        for (String name : rule.state()) {
            Block block = device.allocate(elements);
            device.launch(new Fill(), new FillSpec(all, 0), Operand.of(block));
            state.put(name, block);
        }
        rates = device.allocate(rule.rates(1).length);
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
        updates++;
        double[] values = rule.rates(updates);
        parameters.engine().device().write(Operand.of(rates), Extent.vector(values.length), host -> {
            for (int i = 0; i < values.length; i++) {
                host.set(i, values[i]);
            }
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
            throw new IllegalStateException(rule.name() + ": move() without rates for this update; call next() before each move()");
        }
        ready = false;
        Operand number = loss.filledOperand();
        parameters.completeGradients();
        Operand[] operands = new Operand[state.size() + 4];
        operands[0] = Operand.of(parameters.values());
        operands[1] = Operand.of(parameters.gradients());
        int next = 2;
        for (Block block : state.values()) {
            operands[next++] = Operand.of(block);
        }
        operands[next++] = Operand.of(rates);
        operands[next] = number;
        rule.launch(parameters.engine().device(), Math.toIntExact(parameters.gradients().elements()), operands);
        parameters.wrote();
    }

    private void requireMovable(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new IllegalArgumentException(rule.name() + ": expected one number as the loss, got " + loss);
        }
        if (loss.engine() != parameters.engine()) {
            throw new IllegalArgumentException(rule.name() + ": the loss " + loss
                    + " belongs to another engine than the parameters");
        }
        parameters.requireGradients(rule.name());
    }

    /** Returns the formula of the updates, with its learning-rate schedule. */
    public UpdateRule rule() {
        return rule;
    }

    /** Returns the learning rate of the next update. */
    public double learningRate() {
        return rule.rateAfter(updates);
    }

    /** Returns the number of updates so far. */
    public long updates() {
        return updates;
    }

    /** Returns the state of one weight by its name; a checkpoint stores it with the number of {@link #updates}. */
    public SequencedMap<String, Tensor> state(String weight) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        state.forEach((part, block) -> tensors.put(part, parameters.alongside(block, weight)));
        return tensors;
    }

    /** Sets the number of updates so far, after the state of another run was copied in. */
    public void resumeAt(long updates) {
        if (updates < 0) {
            throw new IllegalArgumentException(rule.name() + ": cannot resume after " + updates + " updates");
        }
        this.updates = updates;
    }

    /** Frees the optimizer's memory. */
    public void release() {
        parameters.engine().requireThread();
        state.values().forEach(Block::release);
        rates.release();
    }
}
