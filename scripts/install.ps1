# Installs Wheelhouse for one person on Windows, without further rights: fetches the archive, checks it against SHA256SUMS
# before anything is put in its place, and then puts it there.
#   $env:WHEELHOUSE_SOURCE   where the files of a release are: an address or a folder
#   $env:WHEELHOUSE_BIN      the folder it goes to (%LOCALAPPDATA%\Programs\wheelhouse)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$source = if ($env:WHEELHOUSE_SOURCE) { $env:WHEELHOUSE_SOURCE } else { 'WHEELHOUSE_PUBLISHED_AT' }
$bin = if ($env:WHEELHOUSE_BIN) { $env:WHEELHOUSE_BIN } else { Join-Path $env:LOCALAPPDATA 'Programs\wheelhouse' }
if (-not $source -or $source -eq ('WHEELHOUSE_' + 'PUBLISHED_AT')) { throw 'Say where the release is: $env:WHEELHOUSE_SOURCE is an address or a folder.' }
if (-not [Environment]::Is64BitOperatingSystem) { throw 'There is no Wheelhouse for this system: it needs Windows of 64 bits.' }

function Get-Published([string] $name, [string] $to) {
  if ($source -match '^https?://') { Invoke-WebRequest -UseBasicParsing -Uri "$source/$name" -OutFile $to }
  else { Copy-Item -LiteralPath (Join-Path $source $name) -Destination $to }
}

New-Item -ItemType Directory -Force -Path $bin | Out-Null
$draft = Join-Path $bin ('.wheelhouse-install-' + [Guid]::NewGuid().ToString('N'))
New-Item -ItemType Directory -Path $draft | Out-Null
try {
  $sums = Join-Path $draft 'SHA256SUMS'
  Get-Published 'SHA256SUMS' $sums
  $found = @(Select-String -LiteralPath $sums -Pattern '^([0-9a-f]{64})  (wheelhouse-[A-Za-z0-9.+-]*[0-9]-windows-x64\.tar\.gz)$')
  if ($found.Count -ne 1) { throw 'This release has no archive for windows-x64. Nothing was changed.' }
  $sum = $found[0].Matches[0].Groups[1].Value
  $file = $found[0].Matches[0].Groups[2].Value
  Write-Host "Fetching $file"
  $archive = Join-Path $draft 'archive.tar.gz'
  Get-Published $file $archive
  if ((Get-FileHash -Algorithm SHA256 -LiteralPath $archive).Hash.ToLowerInvariant() -ne $sum) {
    throw "$file is not what SHA256SUMS says: it is torn, or was changed. Nothing was changed."
  }
  & tar.exe -xzf $archive -C $draft wheelhouse.exe
  if ($LASTEXITCODE -ne 0) { throw "$file could not be unpacked. Nothing was changed." }
  $new = & (Join-Path $draft 'wheelhouse.exe') version
  if ($LASTEXITCODE -ne 0) { throw "What $file holds does not run here. Nothing was changed." }
  $place = Join-Path $bin 'wheelhouse.exe'
  # A program that runs cannot be written over, but it can be renamed.
  $old = "$place.old"
  if (Test-Path -LiteralPath $old) { Remove-Item -Force -LiteralPath $old }
  if (Test-Path -LiteralPath $place) { Move-Item -LiteralPath $place -Destination $old }
  try { Move-Item -LiteralPath (Join-Path $draft 'wheelhouse.exe') -Destination $place }
  catch {
    if (Test-Path -LiteralPath $old) { Move-Item -LiteralPath $old -Destination $place }
    throw
  }
  Write-Host "Installed ${new}: $place"
}
finally { Remove-Item -Recurse -Force -LiteralPath $draft }
