package gyrus.engine.optimizer;

import gyrus.kernels.device.Device;
import gyrus.kernels.memory.Operand;
import java.util.List;

/**
 * The formula by which an {@code Optimizer} updates parameters: its hyperparameters, without the numbers that it keeps for each
 * parameter.
 */
public interface UpdateRule {

    /** Returns the name that the state's names in a checkpoint begin with, such as {@code adam}. */
    String name();

    /** Returns the learning rate of the update that follows the given number of updates. */
    double rateAfter(long updates);

    /** Returns the names of the numbers kept for each weight, such as the running mean of its gradients; all are zero at first. */
    List<String> state();

    /**
     * Returns the numbers that the kernel of one update reads, always equally many. They are copied to the device before the
     * update, so a captured step follows a schedule.
     *
     * @param update the number of the update: 1, 2, ...
     */
    double[] rates(long update);

    /**
     * Launches the kernel of one update. It changes nothing if the loss is not finite.
     *
     * @param elements the number of weights
     * @param operands the weights, their gradients, each part of the state, the rates, and the loss
     */
    void launch(Device device, int elements, Operand... operands);
}
