package trifecta.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** The components on the class path, by name. */
public final class Applications {
    private Applications() {}

    /** All, in the order of their names. */
    public static List<Application<?>> all() {
        List<Application<?>> all = new ArrayList<>();
        for (Application<?> application : ServiceLoader.load(Application.class)) {
            all.add(application);
        }
        all.sort(Comparator.comparing(each -> each.name()));
        return all;
    }

    /** The component of that name. */
    public static Optional<Application<?>> find(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The names of all keys of all components. */
    static Set<String> keys() {
        Set<String> names = new TreeSet<>();
        for (Application<?> application : all()) {
            Config config = Config.of(Map.of());
            application.configure(config);
            config.keys().forEach(key -> names.add(key.name()));
        }
        return names;
    }
}
