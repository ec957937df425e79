package trifecta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trifecta.service.OperatingException;

class ConnectionStringTest {
    @Test
    void userAndPasswordAreTakenApart() {
        ConnectionString parsed = ConnectionString.parse("postgresql://u:p%40s+s@127.0.0.1:5433/trifecta?ssl=false");
        assertThat(parsed.url()).isEqualTo("jdbc:postgresql://127.0.0.1:5433/trifecta?ssl=false");
        assertThat(parsed.credentials()).containsEntry("user", "u").containsEntry("password", "p@s+s");
        assertThat(parsed).hasToString("jdbc:postgresql://127.0.0.1:5433/trifecta");
    }

    @Test
    void aPasswordNeedNotBeEncoded() {
        assertThat(ConnectionString.parse("postgresql://u:p^s%s@x@h/db").credentials())
                .containsEntry("password", "p^s%s@x");
    }

    @Test
    void aHostMayHaveAnUnderscore() {
        assertThat(ConnectionString.parse("postgres://u@my_host/db").url()).isEqualTo("jdbc:postgresql://my_host/db");
    }

    @Test
    void jdbcStaysAsItIs() {
        assertThat(ConnectionString.parse("jdbc:postgresql://h/db?user=u&password=secret"))
                .hasToString("jdbc:postgresql://h/db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "",
                "mysql://u:secret@h/db",
                "postgresql://u:sec/ret@h/db",
                "postgresql://u:123/secret@h/db",
                "postgresql://u:secret@h:port/db",
                "jdbc:mysql://u:secret@h/db",
                "jdbc:postgresql://h:secret/db"
            })
    void anythingElseIsOneSentenceThatTellsNothingOfIt(String text) {
        assertThatThrownBy(() -> ConnectionString.parse(text))
                .isInstanceOf(OperatingException.class)
                .hasMessage("read the connection string: it is not like postgresql://USER:PASSWORD@HOST:PORT/DATABASE;"
                        + " `trifecta url production` prints one")
                .hasNoCause();
    }
}
