package gyrus.model.module;

import gyrus.engine.Parameters;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;
import java.util.List;

/** Modules that are applied one after another: {@code y = m_k(... m_2(m_1(x)))}. */
public record Sequential(List<Module> modules) implements Module {

    public Sequential {
        modules = List.copyOf(modules);
    }

    /** Returns the modules as one; the first is applied first. */
    public static Sequential of(Module... modules) {
        return new Sequential(List.of(modules));
    }

    @Override
    public void declare(Parameters.Declaration declaration) {
        modules.forEach(module -> module.declare(declaration));
    }

    @Override
    public void initialize(Parameters parameters, RandomStream random) {
        for (int i = 0; i < modules.size(); i++) {
            modules.get(i).initialize(parameters, RandomStream.of(random.seed(), "sequential", random.stream(), i));
        }
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor x) {
        Tensor y = x;
        for (Module module : modules) {
            y = module.forward(parameters, y);
        }
        return y;
    }
}
