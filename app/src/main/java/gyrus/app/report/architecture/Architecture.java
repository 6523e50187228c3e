package gyrus.app.report.architecture;

import java.util.List;

/**
 * A Dense-U-Net as read off the model: its stages in the order of the data, and its trainable parameters.
 *
 * @param stages N stages {@code Down}, one {@code Bottom}, N stages {@code Up}, and one {@code Head}
 */
public record Architecture(String name, List<Stage> stages, long parameters) {

    public Architecture {
        stages = List.copyOf(stages);
    }

    /** Returns how often the resolution is halved: the number of stages {@code Down}. */
    public int depth() {
        return (int) stages.stream().filter(Stage.Down.class::isInstance).count();
    }
}
