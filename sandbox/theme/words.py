"""The few words of the sandbox's own theme around the blocks."""

_TABLE = """
home|Home|ホーム|Laman utama|首页|Início
products|Products|商品|Produk|商品|Produtos
cart|Cart|カート|Troli|购物车|Carrinho
account|Account|アカウント|Akaun|账户|Conta
login|Log in|ログイン|Log masuk|登录|Entrar
logout|Log out|ログアウト|Log keluar|退出登录|Sair
who|Who are you?|どなたですか？|Siapa anda?|您是谁？|Quem é você?
guest|Go on without logging in|ログインせずに進む|Teruskan tanpa log masuk|不登录继续|Continuar sem entrar
add|Add to cart|カートに入れる|Tambah ke troli|加入购物车|Adicionar ao carrinho
update|Update cart|カートを更新|Kemas kini troli|更新购物车|Atualizar carrinho
checkout|Checkout|購入手続きへ|Daftar keluar|结账|Finalizar compra
subtotal|Subtotal|小計|Jumlah kecil|小计|Subtotal
shipping|Shipping|送料|Penghantaran|运费|Frete
total|Total|合計|Jumlah|总计|Total
language|Language|言語|Bahasa|语言|Idioma
quantity|Quantity|数量|Kuantiti|数量|Quantidade
search|Search|検索|Cari|搜索|Buscar
nothing|Nothing here yet|商品はまだありません|Tiada jualan|暂无在售商品|Nada aqui ainda
"""

_ORDER = ("en", "ja", "ms", "zh-CN", "pt-BR")
_WORDS = {key: told for key, *told in (line.split("|") for line in _TABLE.strip().splitlines())}


def theme_words(locale: str) -> dict[str, str]:
    at = _ORDER.index(locale)
    return {key: told[at] for key, told in _WORDS.items()}
