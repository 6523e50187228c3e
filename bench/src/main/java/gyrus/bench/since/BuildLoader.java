package gyrus.bench.since;

import gyrus.app.failure.UserError;
import gyrus.bench.measure.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Loads the classes of one build by a class loader of its own, so that one process can hold several builds. */
final class BuildLoader implements AutoCloseable {

    private final String name;
    private final URLClassLoader loader;

    /**
     * Opens a build.
     *
     * @param name the name of the build, for messages
     * @param classPath the jars and folders of the build's classes
     */
    BuildLoader(String name, List<Path> classPath) {
        this.name = name;
        loader = new URLClassLoader(classPath.stream().map(BuildLoader::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Calls a static method of this build's {@link Contender}. */
    @SuppressWarnings("unchecked") // each caller expects the return type of Contender's method
    private <T> T call(String method, Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader); // finds this build's devices
        try {
            Class<?>[] types = Arrays.stream(arguments).map(each -> each instanceof Integer ? int.class : each.getClass())
                    .toArray(Class<?>[]::new);
            return (T) loader.loadClass(Contender.class.getName()).getMethod(method, types).invoke(null, arguments);
        } catch (LinkageError changed) {
            throw foreign(changed);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() instanceof LinkageError changed ? foreign(changed)
                    : failure.getCause() instanceof RuntimeException refused ? refused
                    : new IllegalStateException(failure.getCause());
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException(absent);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private UserError foreign(LinkageError changed) {
        return new UserError("--since: the kernels of " + name + " have another programming interface than this lab expects ("
                + changed.getMessage() + "); name a later commit");
    }

    List<String> variants(String problem, int threads) {
        return call("variants", problem, threads);
    }

    Optional<String> disagreement(String problem, String variant, int threads) {
        return call("disagreement", problem, variant, threads);
    }

    /** Prepares a variant and returns it as an object of this build's {@link Contender}, which implements interfaces of Java. */
    Object contender(String problem, String variant, int threads) {
        return call("of", problem, variant, threads);
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
