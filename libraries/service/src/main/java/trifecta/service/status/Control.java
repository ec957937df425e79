package trifecta.service.status;

import java.util.Map;

/** Something a process lets its neighbours on the machine do to it, under {@code POST /control/...} of its status server. */
@FunctionalInterface
public interface Control {
    /**
     * Does it and answers with a JSON object.
     *
     * @param parameters of the query, each name once
     * @throws trifecta.service.OperatingException when it cannot be done; its sentence becomes the answer, with status 400
     */
    Map<String, Object> apply(Map<String, String> parameters);
}
