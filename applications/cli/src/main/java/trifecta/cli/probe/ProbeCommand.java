package trifecta.cli.probe;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import trifecta.cli.Paragraph;
import trifecta.protocol.KeyFile;
import trifecta.protocol.KeyFileException;
import trifecta.protocol.RequestSigner;
import trifecta.protocol.websocket.ConnectException;
import trifecta.service.Clocks;
import trifecta.service.OperatingException;

/** {@code trifecta probe}: two connections, the same markets, one verdict. */
@Command(
        name = "probe",
        description = {
            "ask two connections for the same markets: do they agree?",
            "The first thing to run with real credentials: it costs two connections and",
            "nothing else."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trifecta probe KXBTCD-26NOV2517-T90000 --key-id ID --key-file kalshi.pem",
            "",
            "Exit code 0 when all agrees, 1 when there is something to look into."
        })
public final class ProbeCommand implements Callable<Integer> {
    private static final int MARKETS_MOST = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "TICKER", description = "markets to watch, busy ones tell most")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> markets;

    @Option(
            names = "--url",
            defaultValue = "wss://external-api-ws.kalshi.com/trade-api/ws/v2",
            description = "WebSocket address of connection 1 (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private URI url;

    @Option(
            names = "--second-url",
            description = "WebSocket address of connection 2 (default: the same), such as the exchange's other host")
    private @Nullable URI secondUrl;

    @Option(
            names = "--key-id",
            required = true,
            description = "API key id",
            defaultValue = "${env:TRIFECTA_KALSHI_KEY_ID_1}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String keyId;

    @Option(
            names = "--key-file",
            required = true,
            description = "PEM file of the private key, readable by its owner alone",
            defaultValue = "${env:TRIFECTA_KALSHI_KEY_FILE_1}")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path keyFile;

    @Option(names = "--seconds", defaultValue = "30", description = "how long to watch (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Override
    public Integer call() throws InterruptedException {
        if (markets.size() > MARKETS_MOST) {
            throw new OperatingException(
                    "probe", markets.size() + " markets were named", "name at most " + MARKETS_MOST);
        }
        RequestSigner signer = signer();
        PrintWriter out = spec.commandLine().getOut();
        InstantSource clock = Clocks.wall();
        CountDownLatch ended = new CountDownLatch(1);
        try (ProbeConnection first = open(url, signer, clock, ended);
                ProbeConnection second = open(secondUrl == null ? url : secondUrl, signer, clock, ended)) {
            out.printf("watching %d markets on two connections for %d s%n", markets.size(), seconds);
            out.flush();
            first.subscribe(markets);
            second.subscribe(markets);
            if (ended.await(Duration.ofSeconds(seconds).toNanos(), TimeUnit.NANOSECONDS)) {
                Paragraph.labelled("  LOOK ", "a connection ended early: " + first.closure() + second.closure())
                        .forEach(out::println);
            }
            first.end(); // both at once: what one reads while the other ends is no difference
            second.end();
            Verdict verdict = Verdict.of(first.watch(), second.watch(), markets);
            verdict.lines().forEach(out::println);
            out.println(
                    verdict.agrees() && ended.getCount() > 0
                            ? "all agrees"
                            : "there is something to look into, see the lines marked LOOK");
            out.flush();
            return verdict.agrees() && ended.getCount() > 0 ? 0 : 1;
        }
    }

    private RequestSigner signer() {
        try {
            return new RequestSigner(keyId, KeyFile.privateKey(keyFile));
        } catch (KeyFileException e) {
            throw new OperatingException("read the API key", String.valueOf(e.getMessage()), e.hint(), e);
        }
    }

    private static ProbeConnection open(URI url, RequestSigner signer, InstantSource clock, CountDownLatch ended)
            throws InterruptedException {
        try {
            return ProbeConnection.open(url, signer, clock, ended);
        } catch (ConnectException e) {
            throw new OperatingException("open two connections", String.valueOf(e.getMessage()), e.hint(), e);
        }
    }
}
