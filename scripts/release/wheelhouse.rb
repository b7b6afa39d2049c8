# The formula of Homebrew; `scripts/release.ts --url URL` fills it in.
class Wheelhouse < Formula
  desc "Mission control for the AI agents on your machine"
  homepage "WHEELHOUSE_PUBLISHED_AT"
  version "WHEELHOUSE_VERSION"
  license "MIT"

  on_macos do
    on_arm do
      url "WHEELHOUSE_PUBLISHED_AT/wheelhouse-WHEELHOUSE_VERSION-darwin-arm64.tar.gz"
      sha256 "SHA256_OF_darwin-arm64"
    end
    on_intel do
      url "WHEELHOUSE_PUBLISHED_AT/wheelhouse-WHEELHOUSE_VERSION-darwin-x64.tar.gz"
      sha256 "SHA256_OF_darwin-x64"
    end
  end

  on_linux do
    on_arm do
      url "WHEELHOUSE_PUBLISHED_AT/wheelhouse-WHEELHOUSE_VERSION-linux-arm64.tar.gz"
      sha256 "SHA256_OF_linux-arm64"
    end
    on_intel do
      url "WHEELHOUSE_PUBLISHED_AT/wheelhouse-WHEELHOUSE_VERSION-linux-x64-baseline.tar.gz"
      sha256 "SHA256_OF_linux-x64-baseline"
    end
  end

  def install
    bin.install "wheelhouse"
  end

  service do
    run [opt_bin/"wheelhouse", "serve"]
    keep_alive crashed: true
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/wheelhouse version")
  end
end
