package gyrus.app.report.architecture;

import java.util.List;

/**
 * A Dense-U-Net as read off the model: its stages in the order of the data, and its trainable parameters.
 *
 * @param stages as many {@code Down} as {@code Up} around one {@code Bottom}, then one {@code Head}
 */
public record Architecture(String name, List<Stage> stages, long parameters) {

    public Architecture {
        stages = List.copyOf(stages);
    }

    /** How many times the resolution is halved. */
    public int depth() {
        return (int) stages.stream().filter(Stage.Down.class::isInstance).count();
    }
}
